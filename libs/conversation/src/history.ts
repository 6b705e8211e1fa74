import type { Conversation, Reply } from '@turnfleet/contract';
import { stateAfter } from './dialogue.ts';
import { maxSnapshotBytes, snapshotOf } from './snapshot.ts';

/** Turns a conversation keeps at most; older ones are found in the log only. */
export const maxWindowTurns = 50;

/**
 * The newest items, without a hole, that cost at most `budget` together; oldest first, an item is whole or absent. For a
 * prompt the cost is the turn's tokens.
 */
export function historyWindow<T>(items: readonly T[], budget: number, costOf: (item: T) => number): readonly T[] {
  let start = items.length;
  let left = budget;
  for (const item of items.toReversed()) {
    left -= costOf(item);
    if (left < 0) break;
    start--;
  }
  return items.slice(start);
}

/** What is told of the turn that ends; its id is the reply's. */
export interface EndingTurn {
  readonly text: string;
  /** RFC 3339. */
  readonly submittedAt: string;
}

/**
 * The conversation after `turn` ended with `reply`. Its window holds at most `maxWindowTurns`, and as many of the newest
 * turns as leave the snapshot that carries this reply unpublished within `maxSnapshotBytes`.
 */
export function endTurn(conversation: Conversation, turn: EndingTurn, reply: Reply): Conversation {
  const ended = {
    ...conversation,
    version: conversation.version + 1,
    state: stateAfter(conversation.state, reply),
    turns: [],
  };
  const turns = [
    ...conversation.turns,
    { turnId: reply.turnId, submittedAt: turn.submittedAt, text: turn.text, reply },
  ].slice(-maxWindowTurns);
  const room = maxSnapshotBytes - bytesOf(largestEnvelope(ended, reply));
  return { ...ended, turns: [...historyWindow(turns, room, (kept) => bytesOf(JSON.stringify(kept)) + 1)] };
}

function largestEnvelope(conversation: Conversation, reply: Reply): string {
  return snapshotOf({
    generation: Number.MAX_SAFE_INTEGER,
    epoch: Number.MAX_SAFE_INTEGER,
    conversationId: conversation.conversationId,
    conversation: JSON.stringify(conversation),
    unpublished: new Map([[reply.turnId, JSON.stringify(reply)]]),
  });
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
