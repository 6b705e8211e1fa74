export { type AnsweringDeps, answeringSide } from './answering.ts';
export { type EngineLife, engineLife, observeEngineLife } from './engine-life.ts';
export { joiningLaneOf, laneOf } from './lane.ts';
export { type Relay, relayUpstream } from './relay-upstream.ts';
export { startWorker, type Worker } from './start-worker.ts';
export type { WorkerDeps } from './worker-deps.ts';
