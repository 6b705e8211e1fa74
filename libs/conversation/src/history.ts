import type { Conversation, EndedTurn, Reply } from '@turnfleet/contract';
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

/** The conversation after `turn` ended with `reply`, see `endTurns`. */
export function endTurn(conversation: Conversation, { text, submittedAt }: EndingTurn, reply: Reply): Conversation {
  return endTurns(conversation, [{ turnId: reply.turnId, submittedAt, text, reply }]);
}

/**
 * The conversation after these turns ended together, in this order: `version` grows by their number. Its window holds at
 * most `maxWindowTurns`, and as many of the newest turns as leave the snapshot that carries all these replies unpublished
 * within `maxSnapshotBytes`.
 */
export function endTurns(conversation: Conversation, ended: readonly EndedTurn[]): Conversation {
  const after = {
    ...conversation,
    version: conversation.version + ended.length,
    state: ended.reduce((state, { reply }) => stateAfter(state, reply), conversation.state),
    turns: [],
  };
  const turns = [...conversation.turns, ...ended].slice(-maxWindowTurns);
  const room = maxSnapshotBytes - bytesOf(largestEnvelope(after, ended));
  return { ...after, turns: [...historyWindow(turns, room, (kept) => bytesOf(JSON.stringify(kept)) + 1)] };
}

function largestEnvelope(conversation: Conversation, ended: readonly EndedTurn[]): string {
  return snapshotOf({
    generation: Number.MAX_SAFE_INTEGER,
    epoch: Number.MAX_SAFE_INTEGER,
    conversationId: conversation.conversationId,
    conversation: JSON.stringify(conversation),
    unpublished: new Map(ended.map(({ turnId, reply }) => [turnId, JSON.stringify(reply)])),
  });
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
