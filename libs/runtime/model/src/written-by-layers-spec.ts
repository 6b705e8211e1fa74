export * as imported from '@turnfleet/tools';
