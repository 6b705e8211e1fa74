export { type EscalateAfter, isDueToEscalate } from './escalation.ts';
export {
  type AgentPresence,
  goneKnownMs,
  type HandoffChange,
  type HandoffQueue,
  overKnownMs,
  type QueueEntry,
  type QueueNews,
} from './handoff-queue.ts';
export { type Claim, claimsWindowMs, placeInQueue, suits, type WaitingPlace } from './place-in-queue.ts';
export { queueRank } from './queue-rank.ts';
