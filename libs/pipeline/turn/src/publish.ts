import { encodeReply, encodeUsage, homePartition } from '@turnfleet/contract/events';
import type { Reply } from '@turnfleet/contract/schemas';
import { type ConversationStore, endWith } from '@turnfleet/conversation';
import { isTurnfleetError } from '@turnfleet/core';
import type { BudgetKeeper } from '@turnfleet/model';
import {
  allOf,
  appendSnapshot,
  appendWhileOwner,
  appendWithin,
  type ReadPositions,
  type RecordLimits,
  untilAvailable,
} from '@turnfleet/ownership';
import type { NewRecord, TurnLog } from '@turnfleet/turn-engine';
import { markPublished, type PlaceDeps } from './confirmation/mark-question.ts';
import type { Ending, EndingTurn, SaidEnding, Written } from './ending.ts';
import type { Run } from './run.ts';
import { costOf } from './spending/call-book.ts';
import type { UsageTopic } from './usage-topic.ts';

export interface PublishDeps extends PlaceDeps {
  readonly log: Pick<TurnLog, 'append' | 'endOf'>;
  readonly store: Pick<ConversationStore, 'commit' | 'confirm' | 'settle'>;
  readonly known: ReadPositions;
  readonly limits: RecordLimits;
  readonly usage: UsageTopic;
  readonly budgets: Pick<BudgetKeeper, 'settle'>;
}

/** The snapshot first: whoever rebuilds the store from the log has to know of every reply that a reader has seen. */
export async function publishSnapshot(deps: PublishDeps, { snapshot, endings }: Written, run: Run): Promise<void> {
  const [first] = endings;
  if (!first) return;
  const { conversationId } = first.turn;
  const home = homePartition(conversationId, deps.partitions);
  const append = (record: NewRecord) => appendWithin(deps, run, record);
  const { offset } = await appendSnapshot(deps.limits, { conversationId, snapshot, home }, append);
  deps.known.wrote(run.fence, offset);
}

/** Whether the store still has each of these replies under this fence. If not, it was lost after the commit. */
export async function confirmReplies(deps: PublishDeps, { endings }: Written, run: Run): Promise<boolean> {
  const { store, clock } = deps;
  const confirm = ({ turn, text }: Ending) =>
    untilAvailable(clock, run.signal, () => store.confirm(turn, text, run.fence));
  const known = await allOf(endings.map(confirm));
  return known.every((one) => one);
}

/** Appends the replies one after another, in the order of their turns, each with what it used. */
export async function publishReplies(deps: PublishDeps, written: Written, run: Run): Promise<readonly SaidEnding[]> {
  const said: SaidEnding[] = [];
  for (const ending of written.endings) {
    const home = homePartition(ending.turn.conversationId, deps.partitions);
    const published = appendWithin(deps, run, encodeReply(ending.reply, ending.text, home));
    const [{ offset }] = await bothOf(published, publishUsage(deps, ending, run));
    said.push({ ending, offset });
  }
  const replies = written.endings.map(({ reply }) => reply);
  await markPublished(deps, written.snapshot, replies, run);
  return said;
}

/** Neither goes on unattended when the other fails. */
async function bothOf<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([a, b]);
  return Promise.all([a, b]);
}

/** Ends the turns for readers, and notes up to where the store knows the log. */
export async function settleReplies(deps: PublishDeps, said: readonly SaidEnding[], run: Run): Promise<void> {
  const { clock, known, store } = deps;
  await allOf(
    said.map(({ ending: { turn, reply }, offset }) => {
      const positions = { conversations: known.position(run.fence) ?? 0n, replies: offset + 1n };
      return untilAvailable(clock, run.signal, () => store.settle(turn, endWith(reply), run.fence, positions));
    }),
  );
}

/**
 * What turns used that were answered together is told of the one that carries the answer; of another, if it was worked on
 * by itself before. A topic that refuses it for good –
 * it is gone, or not for this client – keeps no shopper from an answer: `chat.replies` has the same figures.
 */
export async function publishUsage(deps: PublishDeps, { turn, reply }: Ending, run: Run): Promise<void> {
  settleForOthers(deps, turn, reply);
  if (reply.answeredBy !== null && !reply.usage.calls) return;
  const { tenant, userId } = turn;
  const record = encodeUsage(reply, { tenant, userId }, homePartition(turn.conversationId, deps.partitions));
  try {
    await appendWhileOwner(deps, run, record);
    deps.usage.taken();
  } catch (error) {
    if (run.signal.aborted || !isTurnfleetError(error) || isTurnfleetError(error, 'fenced')) throw error;
    deps.usage.refused(error);
  }
}

/** What calls of earlier workers had reserved is free again; whoever made a call that ended has said so. */
function settleForOthers({ budgets }: PublishDeps, { tenant, userId, attempt }: EndingTurn, reply: Reply): void {
  const others = (reply.usage.calls ?? []).filter(({ id }) => !attempt.calls.has(id));
  if (others.length === 0) return;
  const settled = others.map((line) => ({ call: line.id, at: Date.parse(line.at), cost: costOf(line) }));
  budgets.settle({ tenant, userId: userId ?? null }, settled);
}
