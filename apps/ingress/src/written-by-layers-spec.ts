export * as imported from '@turnfleet/orchestrator/compose';
