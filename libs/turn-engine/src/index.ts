export type { CapacityLimits } from './capacity.ts';
export type { DrainReport } from './drain.ts';
export { startTurnEngine, type TurnEngine } from './engine.ts';
export { isClaimedAnew } from './interruptions.ts';
export type { Priority } from './lanes.ts';
export type { EngineEvents, Lane, Outcome, RunContext, TurnEngineOptions } from './options.ts';
export type { EngineStats, PartitionStats } from './stats.ts';
export { assignSticky, type PartitionHolder } from './sticky-assignment.ts';
export * from './turn-log.ts';
