export * as imported from '@turnfleet/redis';
