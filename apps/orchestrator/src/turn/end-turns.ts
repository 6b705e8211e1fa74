import { encodeReply, encodeSnapshot, encodeUsage, homePartition, type Reply, replySchema } from '@turnfleet/contract';
import {
  type Begun,
  type ConversationStore,
  endTurns,
  endWith,
  type Journal,
  type Suspicion,
  type TurnRef,
} from '@turnfleet/conversation';
import type { TurnLog } from '@turnfleet/turn-engine';
import type { KnownLogs } from '../partition/known-logs.ts';
import { allOf } from './all-of.ts';
import { type AppendParts, appendWhileOwner } from './append.ts';
import { heldAfter, markPublished } from './held/mark-question.ts';
import { onOneConversation } from './on-one-conversation.ts';
import type { Attempt, Run } from './run.ts';
import type { FreshTurn, Worked } from './tell-journal.ts';
import { untilAvailable } from './until-available.ts';

export interface EffectParts extends AppendParts {
  readonly log: Pick<TurnLog, 'append' | 'endOf'>;
  readonly store: ConversationStore;
  readonly journal: Pick<Journal, 'accept' | 'append'>;
  readonly partitions: number;
  readonly known: KnownLogs;
}

export interface EndingTurn extends TurnRef {
  readonly text: string;
  /** RFC 3339. */
  readonly submittedAt: string;
  readonly tenant: string;
  readonly userId: string | undefined;
  /** Trace context that goes with the turn's events, `''` if none. */
  readonly traceparent: string;
  readonly attempt: Attempt;
}

/**
 * Works on turns of one conversation that have no reply yet, in the order of the log. Gives their replies for the versions
 * after the begun conversation's: of all of them, or of as many of the first as are to end before the others are worked on
 * again. Everything that ends a turn is a reply; only the signal's reason is thrown.
 */
export type Work = (fresh: readonly FreshTurn<EndingTurn>[]) => Promise<readonly Worked[]>;

export interface EndParts {
  readonly work: Work;
  /** Which of this many turns, begun together, are not to be worked on now; absent: none. */
  readonly suspicionOf?: (turns: number) => Suspicion;
  /** A turn has ended for readers, by this call. */
  readonly ended: (turn: EndingTurn, reply: Reply) => void;
}

/** A reply and what is written of it. */
interface Ending {
  readonly turn: EndingTurn;
  readonly reply: Reply;
  /** The record value. */
  readonly text: string;
}

type Answered = Extract<Begun, { kind: 'answered' }>;

/**
 * The order of effects that makes every turn end exactly once (docs/reference/delivery.md): begin → work → commit →
 * publish the snapshot → confirm → publish the replies → settle. Each step waits while store or log are away. A turn that
 * ended before is not worked on again; what it lacks is published. Fails with `fenced` when another worker owns the
 * conversation, and with the signal's reason.
 */
export async function endWithReplies(
  parts: EffectParts,
  turns: readonly EndingTurn[],
  run: Run,
  { work, suspicionOf, ended }: EndParts,
): Promise<'done' | 'suspect'> {
  const { store, journal, clock } = parts;
  const { fence } = run;
  const whenAvailable = <T>(step: () => Promise<T>): Promise<T> => untilAvailable(clock, run.signal, step);
  const open = new Map(turns.map((turn) => [turn.turnId, turn]));
  while (open.size > 0) {
    const { fresh, suspect } = await beginAndPublish();
    if (suspect) {
      // Waited for, as long as it takes: a suspect that ends this worker now would leave its mark on the others.
      await allOf(fresh.map(({ turn, attempt }) => whenAvailable(() => store.release(turn, fence, attempt.id))));
      return 'suspect';
    }
    if (fresh.length === 0) continue;
    await allOf(fresh.map(({ turn }) => accept(turn)));
    await commitAndPublish(fresh);
  }
  return 'done';

  /** Begins what is open. What was answered before is published first, one by one, if it is not; the rest is given. */
  async function beginAndPublish() {
    const suspicion = suspicionOf?.(open.size);
    const begun = await allOf(
      [...open.values()].map(async (turn) => ({
        turn,
        begun: await whenAvailable(() => store.begin(turn, fence, turn.attempt.id, suspicion)),
      })),
    );
    for (const { turn, begun: answered } of begun) if (answered.kind === 'answered') await finish(turn, answered);
    const fresh = begun.flatMap(({ turn, begun: one }): FreshTurn<EndingTurn>[] =>
      one.kind === 'fresh' ? [{ turn, attempt: turn.attempt, begun: one }] : [],
    );
    return { fresh: onOneConversation(fresh), suspect: begun.some(({ begun: one }) => one.kind === 'suspect') };
  }

  async function finish(turn: EndingTurn, { published, reply: text, snapshot }: Answered): Promise<void> {
    if (published) {
      open.delete(turn.turnId);
      return;
    }
    await accept(turn);
    await publish(snapshot, [{ turn, text, reply: replySchema.parse(JSON.parse(text)) }]);
  }

  function accept({ conversationId, turnId, text, submittedAt, traceparent }: EndingTurn): Promise<void> {
    const event = { type: 'turn.accepted', turnId, text, submittedAt } as const;
    return whenAvailable(() => journal.accept(conversationId, event, traceparent));
  }

  /** Leaves open what somebody else's commit came before. */
  async function commitAndPublish(fresh: readonly FreshTurn<EndingTurn>[]): Promise<void> {
    const worked = await work(fresh);
    const [first] = fresh;
    if (!first) return;
    const endings = fresh.slice(0, worked.length).flatMap(({ turn }, i): Ending[] => {
      // Checked before it is kept: what nobody can read would stay unread for ever.
      const reply = replySchema.parse(worked[i]?.reply);
      return [{ turn, reply, text: JSON.stringify(reply) }];
    });
    const { conversation } = first.begun;
    const held = await heldAfter(parts, first.turn.conversationId, worked, run);
    const told = endings.map(({ turn: { turnId, submittedAt, text }, reply }) => ({
      turnId,
      submittedAt,
      text,
      reply,
    }));
    const change = {
      conversationId: first.turn.conversationId,
      basedOn: conversation.version,
      conversation: endTurns(conversation, told, held),
      replies: endings.map(({ turn: { turnId }, text }) => ({ turnId, reply: text })),
    };
    const committed = await whenAvailable(() => store.commit(change, fence));
    if (committed.kind === 'committed') await publish(committed.snapshot, endings);
  }

  /** Leaves them open if the store no longer knows one of these replies: it was lost after the commit. */
  async function publish(snapshot: string, endings: readonly Ending[]): Promise<void> {
    const [first] = endings;
    if (!first) return;
    const { conversationId } = first.turn;
    const home = homePartition(conversationId, parts.partitions);
    const { offset: snapshotAt } = await appendWhileOwner(parts, run, encodeSnapshot(conversationId, snapshot, home));
    parts.known.wrote(fence, snapshotAt);
    const known = await allOf(endings.map(({ turn, text }) => whenAvailable(() => store.confirm(turn, text, fence))));
    if (!known.every((one) => one)) return;
    const applied = [];
    for (const ending of endings) applied.push({ ending, offset: await publishReply(ending, home) });
    await markPublished(
      parts,
      snapshot,
      endings.map(({ reply }) => reply),
      run,
    );
    await allOf(
      applied.map(({ ending: { turn, reply }, offset }) => {
        const positions = { conversations: parts.known.position(fence) ?? 0n, replies: offset + 1n };
        return whenAvailable(() => store.settle(turn, endWith(reply), fence, positions));
      }),
    );
    for (const { turn, reply } of endings) {
      open.delete(turn.turnId);
      ended(turn, reply);
    }
  }

  /** The offset of the reply. What turns used that were answered together is told of the one that carries the answer. */
  async function publishReply({ turn: { tenant, userId }, reply, text }: Ending, home: number): Promise<bigint> {
    const records = [encodeReply(reply, text, home)];
    if (reply.answeredBy === null) records.push(encodeUsage(reply, { tenant, userId }, home));
    const [published] = await allOf(records.map((record) => appendWhileOwner(parts, run, record)));
    return published?.offset ?? 0n;
  }
}
