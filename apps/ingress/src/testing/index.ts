export { orchestrator, partitions } from '@turnfleet/streams/testing';
export { openStream, postTurn, type SeenStream } from './client.ts';
export { type Ingress, startIngress } from './ingress.ts';
export { makeKey, withKeys } from './keys.ts';
