import { homePartition, topics } from '@turnfleet/contract/events';
import { type Conversation, type PendingCall, type Snapshot } from '@turnfleet/contract/schemas';
import type { ConversationStore } from '@turnfleet/conversation';
import type { Clock } from '@turnfleet/core';
import { untilAvailable } from '@turnfleet/ownership';
import type { TurnLog } from '@turnfleet/turn-engine';
import type { Run } from '../run.ts';
import type { Worked } from '../stream-to-journal.ts';

/** What tells where `chat.turns` ends. */
export interface PlaceDeps {
  readonly log: Pick<TurnLog, 'endOf'>;
  readonly clock: Clock;
  readonly partitions: number;
}

/**
 * What the conversation holds after these replies. A new question notes where `chat.turns` ends: whatever stands there by
 * now was said before it. One that stays open takes the closer bound into the log with it.
 */
export async function heldAfter(
  deps: PlaceDeps,
  conversationId: string,
  worked: readonly Worked[],
  run: Pick<Run, 'signal'>,
): Promise<PendingCall | null> {
  const held = worked.find((one) => one.held)?.held ?? null;
  if (!held) return null;
  const isNew = worked.some(({ reply }) => reply.turnId === held.turnId);
  const askedAt = isNew ? await endOfTurns(deps, conversationId, run) : (held.publishedAt ?? held.askedAt);
  return { ...held, askedAt, publishedAt: null };
}

/**
 * Notes in the store, once these replies are in the log, that a question among them was published, and where `chat.turns`
 * ended by then: between commit and here may lie an outage, or another worker. The log is not told; restored from it, the
 * question has the bound with which it was committed.
 */
export async function markPublished(
  deps: PlaceDeps & { readonly store: Pick<ConversationStore, 'commit'> },
  snapshot: string,
  replies: readonly Worked['reply'][],
  run: Pick<Run, 'fence' | 'signal'>,
): Promise<void> {
  if (!replies.some(mayAsk)) return;
  const { conversation } = JSON.parse(snapshot) as Snapshot;
  const { held, conversationId, version } = conversation;
  if (!held || held.publishedAt || !replies.some(({ turnId }) => turnId === held.turnId)) return;
  const publishedAt = await endOfTurns(deps, conversationId, run);
  const amended: Conversation = { ...conversation, held: { ...held, publishedAt } };
  const change = { conversationId, basedOn: version, conversation: amended, replies: [] };
  await untilAvailable(deps.clock, run.signal, () => deps.store.commit(change, run.fence));
}

/** A question is asked by a call that was not made. */
const mayAsk = ({ toolCalls }: Worked['reply']): boolean =>
  toolCalls.some(({ outcome, reason }) => outcome === 'skipped' && reason === undefined);

async function endOfTurns(
  { log, clock, partitions }: PlaceDeps,
  conversationId: string,
  { signal }: Pick<Run, 'signal'>,
): Promise<NonNullable<PendingCall['askedAt']>> {
  const home = homePartition(conversationId, partitions);
  const end = await untilAvailable(clock, signal, () => log.endOf(topics.turns, home));
  return { end: String(end), at: new Date(clock.now()).toISOString() };
}
