export * as imported from '@turnfleet/contract/schemas';
