export { orchestrator, partitions } from './orchestrator.ts';
