import { encodeReply, encodeUsage, homePartition } from '@turnfleet/contract/events';
import { type ConversationStore, endWith } from '@turnfleet/conversation';
import { isTurnfleetError } from '@turnfleet/core';
import { allOf, appendSnapshot, appendWhileOwner, appendWithin, untilAvailable } from '@turnfleet/ownership';
import { isRecordTooLarge, type NewRecord, type TurnLog } from '@turnfleet/turn-engine';
import { type AbridgeDeps, abridge, type SaidEnding } from './abridge.ts';
import { markPublished } from './confirmation/mark-question.ts';
import type { Ending } from './ending.ts';
import type { TurnMetrics } from './metrics.ts';
import type { Run } from './run.ts';
import type { UsageTopic } from './usage-topic.ts';

export interface PublishDeps extends AbridgeDeps {
  readonly log: Pick<TurnLog, 'append' | 'endOf' | 'read'>;
  readonly store: Pick<ConversationStore, 'abridge' | 'commit' | 'confirm' | 'settle'>;
  readonly metrics: TurnMetrics;
  readonly usage: UsageTopic;
}

/**
 * Publishes committed replies of one conversation that stand in `snapshot`: snapshot → confirm → replies → settle. What the
 * log does not take is abridged and published then. Gives what has ended for readers; what the store no longer knows, as it
 * was lost after the commit, has not.
 */
export async function publish(
  deps: PublishDeps,
  run: Run,
  snapshot: string,
  endings: readonly Ending[],
): Promise<readonly Ending[]> {
  const ended: Ending[] = [];
  for (let open = { snapshot, endings }; ; ) {
    try {
      return [...ended, ...(await publishAsTheyAre(deps, run, open.snapshot, open.endings))];
    } catch (refusal) {
      if (!isRecordTooLarge(refusal)) throw refusal;
      const abridged = await abridge(deps, run, open, refusal);
      if (!abridged) return ended;
      const { endings: before } = open;
      deps.metrics.abridged('refused', abridged.endings.filter((one) => !before.includes(one)).length);
      await allOf(abridged.said.map(({ ending }) => publishUsage(deps, run, ending)));
      await settle(deps, run, abridged.said);
      ended.push(...abridged.said.map(({ ending }) => ending));
      open = abridged;
    }
  }
}

async function publishAsTheyAre(
  deps: PublishDeps,
  run: Run,
  snapshot: string,
  endings: readonly Ending[],
): Promise<readonly Ending[]> {
  const [first] = endings;
  if (!first) return [];
  const { conversationId } = first.turn;
  const home = homePartition(conversationId, deps.partitions);
  const append = (record: NewRecord) => appendWithin(deps, run, record);
  const { offset: snapshotAt } = await appendSnapshot(deps.limits, { conversationId, snapshot, home }, append);
  deps.known.wrote(run.fence, snapshotAt);
  const confirm = ({ turn, text }: Ending): Promise<boolean> =>
    untilAvailable(deps.clock, run.signal, () => deps.store.confirm(turn, text, run.fence));
  const known = await allOf(endings.map(confirm));
  if (!known.every((one) => one)) return [];
  const said: SaidEnding[] = [];
  for (const ending of endings) {
    const published = append(encodeReply(ending.reply, ending.text, home));
    const [{ offset }] = await bothOf(published, publishUsage(deps, run, ending));
    said.push({ ending, offset });
  }
  const replies = endings.map(({ reply }) => reply);
  await markPublished(deps, snapshot, replies, run);
  await settle(deps, run, said);
  return endings;
}

/** Neither goes on unattended when the other fails. */
async function bothOf<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([a, b]);
  return Promise.all([a, b]);
}

async function settle({ clock, known, store }: PublishDeps, run: Run, said: readonly SaidEnding[]): Promise<void> {
  await allOf(
    said.map(({ ending: { turn, reply }, offset }) => {
      const positions = { conversations: known.position(run.fence) ?? 0n, replies: offset + 1n };
      return untilAvailable(clock, run.signal, () => store.settle(turn, endWith(reply), run.fence, positions));
    }),
  );
}

/**
 * What turns used that were answered together is told of the one that carries the answer. A topic that refuses it for good –
 * it is gone, or not for this client – keeps no shopper from an answer: `chat.replies` has the same figures.
 */
async function publishUsage(deps: PublishDeps, run: Run, { turn, reply }: Ending): Promise<void> {
  if (reply.answeredBy !== null) return;
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
