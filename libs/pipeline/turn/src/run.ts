import type { Span } from '@opentelemetry/api';
import type { Fence, TurnRef } from '@turnfleet/conversation';
import type { Decoded } from './decode.ts';
import type { Numbering } from './progress.ts';
import { TurnCalls } from './spending/turn-calls.ts';

/** One worker's go at a record, or at several that are answered together. */
export interface Run {
  readonly fence: Fence;
  /** Aborts when the partition is lost or claimed anew, or the grace time of a drain is over. */
  readonly signal: AbortSignal;
  /** No other turn of this worker runs that may end it, see `isSuspect`. */
  readonly alone: boolean;
  /** To be awaited right before every append, see `RunContext.holds`. */
  readonly holds: () => Promise<void>;
  readonly span: Span;
}

/** A worker's piece of work on a turn. It goes on when a run was interrupted in a way that is no attempt of its own. */
export interface Attempt {
  /** Names it for the store; see `ConversationStore.begin`. */
  readonly id: string;
  /** Of what it tells the journal. */
  readonly numbering: Numbering;
  readonly calls: TurnCalls;
}

export const newAttempt = (id: string): Attempt => ({ id, numbering: { next: 1 }, calls: new TurnCalls() });

/** The turn a record is about, if it can be told and may be replied to. */
export function refOf(decoded: Decoded): TurnRef | null {
  if (decoded.kind === 'turn') return decoded.turn;
  if (decoded.kind === 'timer' || decoded.kind === 'command') return decoded;
  const { mayReply, conversationId, turnId } = decoded;
  return mayReply && conversationId !== null && turnId !== null ? { conversationId, turnId } : null;
}
