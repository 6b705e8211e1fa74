export { openStream, postTurn, type SeenStream } from './client.ts';
export { type Ingress, startIngress } from './ingress.ts';
export { orchestrator, partitions } from './orchestrator.ts';
