export { acquireDeps } from './acquire-deps.ts';
export { diesAt, diesBefore, freezesAt, type Point, pointsOf, undisturbedSteps } from './crash-points.ts';
export { startEngine, startOwner } from './engine.ts';
export { expectTold } from './expect-told.ts';
export type { Meddle } from './meddle.ts';
export { collect, streamedText } from './reading.ts';
export { whilePassing } from './while-passing.ts';
export { allTools, createWorker, type WorkerOptions, type WorldWorker } from './worker.ts';
export { createWorld, partitions, type World, wrongBy } from './world.ts';
