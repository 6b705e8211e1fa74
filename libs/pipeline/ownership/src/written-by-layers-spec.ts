export * as imported from '@turnfleet/turn';
