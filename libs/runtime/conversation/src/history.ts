import type { Conversation, EndedTurn, PendingCall, Reply } from '@turnfleet/contract/schemas';
import { dialogueAfterAll, type Leaving } from '@turnfleet/dialogue';
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

/** The conversation after the turn of `reply` ended with it, see `endTurns`. */
export function endTurn(
  conversation: Conversation,
  { text, submittedAt }: Pick<EndedTurn, 'text' | 'submittedAt'>,
  reply: Reply,
  held: PendingCall | null = null,
): Conversation {
  return endTurns(conversation, [{ turnId: reply.turnId, submittedAt, text, reply }], { held });
}

/**
 * The conversation after these turns ended together, in this order: `version` grows by their number. Its window holds at
 * most `maxWindowTurns`, and as many of the newest turns as leave the snapshot that carries all these replies unpublished
 * within `maxBytes`. It holds what they leave, and nothing that it held before.
 */
export function endTurns(
  conversation: Conversation,
  ended: readonly EndedTurn[],
  { held = null, move, now = timeOf(ended) }: Partial<Leaving> = {},
  maxBytes = maxSnapshotBytes,
): Conversation {
  const replies = ended.map(({ reply }) => reply);
  const after = {
    ...conversation,
    results: resultsWithin(conversation.results, maxBytes),
    version: conversation.version + ended.length,
    ...dialogueAfterAll(conversation, replies, { held, move, now }),
    held,
    turns: [],
  };
  const turns = [...conversation.turns, ...ended.filter(hasSaid)].slice(-maxWindowTurns);
  const room = maxBytes - bytesOf(largestEnvelope(after, ended));
  return { ...after, turns: [...historyWindow(turns, room, (kept) => bytesOf(JSON.stringify(kept)) + 1)] };
}

/** What an agent did that nobody was told of takes the place of no turn, unless it was a call that was made. */
const hasSaid = ({ reply: { command, toolCalls } }: EndedTurn): boolean =>
  !command?.silent || (command.kind === 'call' && toolCalls.length > 0);

/** What can be looked up again takes no room from what cannot: at most an eighth of the snapshot. */
function resultsWithin(results: Conversation['results'], maxBytes: number): Conversation['results'] {
  return [...historyWindow(results, maxBytes / 8, (kept) => bytesOf(JSON.stringify(kept)) + 1)];
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
  return Buffer.byteLength(text);
}

/** When the last of them was submitted, Unix milliseconds. */
const timeOf = (ended: readonly EndedTurn[]): number => Date.parse(ended.at(-1)?.submittedAt ?? '') || 0;
