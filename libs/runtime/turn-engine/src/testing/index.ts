export { claimedAnew } from '../interruptions.ts';
export { FakeTurnLog } from './fake-turn-log.ts';
export { handRunner } from './hand-runner.ts';
export { recordOf } from './record-of.ts';
export { commitIntervalMs, drainMs, leaseMs, type Scene, start, stuckAfterMs } from './scene.ts';
