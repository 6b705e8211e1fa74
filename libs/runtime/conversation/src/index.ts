export type { ConversationGateway, ConversationView, Ownership, RunningTurn } from './conversation-gateway.ts';
export type { AuditedState, ConversationState } from './conversation-state.ts';
export type {
  AbridgedReply,
  Abridgement,
  AppliedPositions,
  Begun,
  Claim,
  ConversationChange,
  ConversationStore,
  CurrentConversation,
  RestoredConversation,
  RunningTurnOf,
  Suspicion,
} from './conversation-store.ts';
export type { Fence, TurnRef } from './fence.ts';
export { fittingReplies, largestReply, type RoomInLog } from './fitting-replies.ts';
export { endTurn, endTurns, historyWindow, maxWindowTurns } from './history.ts';
export * from './journal.ts';
export { ledgerTtlMs } from './ledger.ts';
export { awayFromHome, fenced, homeUnder, isOfOtherPartitions, notRestored, otherPartitions } from './refusals.ts';
export { maxSnapshotBytes, publishedView, snapshotOf } from './snapshot.ts';
export { snapshotWithin } from './snapshot-within.ts';
export type { AuditedConversation, StateAudit } from './state-audit.ts';
export { type DialogueTimes, timerAfter } from './timer-after.ts';
export type { Watching } from './watching.ts';
