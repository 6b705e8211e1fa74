export type {
  ConversationDesk,
  ConversationView,
  Reservation,
  RunningTurn,
  Watching,
} from './conversation-desk.ts';
export type {
  Begun,
  Claim,
  Committed,
  ConversationChange,
  ConversationStore,
  Fence,
  RestoredConversation,
  TurnRef,
} from './conversation-store.ts';
export { type DialogueState, stateAfter, type TurnOutcome } from './dialogue.ts';
export { type EndingTurn, endTurn, historyWindow, maxWindowTurns } from './history.ts';
export * from './journal.ts';
export { ledgerTtlMs } from './ledger.ts';
export { fenced, homeUnder, notRestored } from './refusals.ts';
export { maxSnapshotBytes, publishedView, type SnapshotParts, snapshotOf } from './snapshot.ts';
