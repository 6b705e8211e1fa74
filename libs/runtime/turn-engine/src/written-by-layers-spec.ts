export * as imported from '@turnfleet/kafka';
