export { Admitter } from './admitter.ts';
export { CompletionMeter } from './completion-meter.ts';
export type { AdmissionLimits } from './decide-admission.ts';
export { type FleetFigures, fleetFigures } from './fleet-figures.ts';
export {
  type DoorLoad,
  type Limited,
  type LoadBoard,
  type Loads,
  limitedTold,
  loadsOf,
  sharersTold,
  type WorkerLoad,
} from './load-board.ts';
export { QueueBook, type Sharer, type Wait } from './queue-book.ts';
export { type RateGate, rateGate } from './rate-gate.ts';
export { defaultRateLimits, type RateLimits, rateLimitsOf } from './rate-limits.ts';
export type { RateAsk, RateWindows } from './rate-windows.ts';
export { SlicedWindow, sliceMs, slicesCounted, takeInAll, type WindowTaken, windowMs } from './sliced-window.ts';
export { tellLoad } from './tell-load.ts';
