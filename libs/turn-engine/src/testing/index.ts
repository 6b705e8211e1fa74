export { claimedAnew } from '../interruptions.ts';
export { FakeTurnLog } from './fake-turn-log.ts';
export { handRunner } from './hand-runner.ts';
export { recordOf } from './record-of.ts';
export { commitIntervalMs, drainMs, leaseMs, start, stuckAfterMs } from './scene.ts';
