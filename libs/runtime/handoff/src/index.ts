export {
  type AgentPresence,
  goneKnownMs,
  type HandoffQueue,
  overKnownMs,
  type QueueChange,
  type QueueEntry,
  type QueueNews,
} from './handoff-queue.ts';
export { type ClaimMade, claimsWindowMs, placeInQueue, suits, type WaitingPlace } from './place-in-queue.ts';
export { queueRank, ranksSince } from './queue-rank.ts';
