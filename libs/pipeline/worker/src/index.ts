export { type AnsweringDeps, answeringSide } from './answering.ts';
export { type EngineLife, engineLife, observeEngineLife } from './engine-life.ts';
export { joiningLaneOf, laneOf } from './lane.ts';
export { type Relay, relayUpstream } from './relay-upstream.ts';
export { startWorker, type Worker, type WorkerDeps } from './start-worker.ts';
