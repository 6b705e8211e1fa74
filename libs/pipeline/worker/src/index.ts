export { joiningLaneOf, laneOf } from './lane.ts';
export { startWorker, type Worker, type WorkerParts } from './start-worker.ts';
