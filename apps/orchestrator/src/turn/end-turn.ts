import { encodeReply, encodeSnapshot, encodeUsage, homePartition, type Reply, replySchema } from '@turnfleet/contract';
import { type ConversationStore, endTurn, endWith, type Journal, type TurnRef } from '@turnfleet/conversation';
import type { NewRecord } from '@turnfleet/turn-engine';
import { type AppendParts, appendWhileOwner } from './append.ts';
import type { Run } from './run.ts';
import { type Fresh, tellJournal, type Work } from './tell-journal.ts';
import { untilAvailable } from './until-available.ts';

export interface EffectParts extends AppendParts {
  readonly store: ConversationStore;
  readonly journal: Pick<Journal, 'accept' | 'append'>;
  readonly partitions: number;
}

export interface EndingTurn extends TurnRef {
  readonly text: string;
  /** RFC 3339. */
  readonly submittedAt: string;
  readonly tenant: string;
  readonly userId: string | undefined;
  /** Trace context that goes with the turn's events, `''` if none. */
  readonly traceparent: string;
}

export interface Ended {
  readonly reply: Reply;
  /** False if the turn had ended for readers before: nothing was done. */
  readonly here: boolean;
}

/**
 * The order of effects that makes a turn end exactly once (docs/reference/delivery.md): begin → work → commit → publish
 * the snapshot → confirm → publish the reply → settle. Each step waits while store or log are away. A turn that ended
 * before is not worked on again; what it lacks is published. One of which `suspect` says so gives its attempt back
 * instead. Fails with `fenced` when another worker owns the conversation, and with the signal's reason.
 */
export async function endWithReply(
  parts: EffectParts,
  turn: EndingTurn,
  run: Run,
  work: Work,
  suspect: (begun: Fresh) => boolean = () => false,
): Promise<Ended | 'suspect'> {
  const { store, journal, clock } = parts;
  const { fence } = run;
  const whenAvailable = <T>(step: () => Promise<T>): Promise<T> => untilAvailable(clock, run.signal, step);
  for (;;) {
    const begun = await whenAvailable(() => store.begin(turn, fence, run.id));
    if (begun.kind === 'answered' && begun.published) return { reply: readReply(begun.reply), here: false };
    if (begun.kind === 'fresh' && suspect(begun)) {
      // Waited for, as long as it takes: another suspect that ends this worker now would leave its mark on this one.
      await whenAvailable(() => store.release(turn, fence, run.id));
      return 'suspect';
    }
    await whenAvailable(() => journal.accept(turn.conversationId, acceptanceOf(turn), turn.traceparent));
    const ended =
      begun.kind === 'answered' ? { ...begun, text: begun.reply, reply: readReply(begun.reply) } : await commit(begun);
    if (ended && (await publish(ended.snapshot, ended.text, ended.reply))) return { reply: ended.reply, here: true };
  }

  /** Null if somebody else's commit came first: the turn begins again. */
  async function commit(begun: Fresh) {
    // Checked before it is kept: what nobody can read would stay unread for ever.
    const worked = await tellJournal(parts, turn, begun, run, work);
    const reply = replySchema.parse(worked.reply);
    const text = JSON.stringify(reply);
    const change = {
      conversationId: turn.conversationId,
      basedOn: begun.conversation.version,
      conversation: endTurn(begun.conversation, turn, reply, worked.held),
      replies: [{ turnId: turn.turnId, reply: text }],
    };
    const committed = await whenAvailable(() => store.commit(change, fence));
    return committed.kind === 'conflict' ? null : { reply, text, snapshot: committed.snapshot };
  }

  /** False if the store no longer knows this reply: it was lost after the commit, and the turn begins again. */
  async function publish(snapshot: string, text: string, reply: Reply): Promise<boolean> {
    const home = homePartition(turn.conversationId, parts.partitions);
    const append = (record: NewRecord) => appendWhileOwner(parts, run, record);
    const { offset: snapshotAt } = await append(encodeSnapshot(turn.conversationId, snapshot, home));
    if (!(await whenAvailable(() => store.confirm(turn, text, fence)))) return false;
    const [published, counted] = await Promise.allSettled([
      append(encodeReply(reply, text, home)),
      append(encodeUsage(reply, { tenant: turn.tenant, userId: turn.userId }, home)),
    ]);
    if (published.status === 'rejected') throw published.reason;
    if (counted.status === 'rejected') throw counted.reason;
    const applied = { conversations: snapshotAt + 1n, replies: published.value.offset + 1n };
    await whenAvailable(() => store.settle(turn, endWith(reply), fence, applied));
    return true;
  }
}

const readReply = (text: string): Reply => replySchema.parse(JSON.parse(text));

function acceptanceOf({ turnId, text, submittedAt }: EndingTurn) {
  return { type: 'turn.accepted', turnId, text, submittedAt } as const;
}
