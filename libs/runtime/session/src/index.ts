export { ClientOrder } from './client-order.ts';
export { entryBefore, partsOf } from './entry-id.ts';
export { Feed, isEntryAt, notItsLast, sourceAt, WrongSequence } from './feed.ts';
export { MessageRate } from './message-rate.ts';
export { type MessageRun, newSession, noticesSource, type Position, type SessionState } from './session-state.ts';
export {
  type BusMessage,
  type HeldSession,
  type Notice,
  noticesKept,
  noticesTtlMs,
  type SessionStore,
} from './session-store.ts';
export { Unacknowledged } from './unacknowledged.ts';
