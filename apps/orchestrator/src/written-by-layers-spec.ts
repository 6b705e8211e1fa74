export * as imported from '@turnfleet/testing';
