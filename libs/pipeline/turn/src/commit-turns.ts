import { type Reply, readStoredReply, replySchema } from '@turnfleet/contract/schemas';
import {
  type Begun,
  type ConversationStore,
  endTurns,
  fittingReplies,
  type Journal,
  type Suspicion,
  shortened,
} from '@turnfleet/conversation';
import { TurnfleetError } from '@turnfleet/core';
import { allOf, untilAvailable } from '@turnfleet/ownership';
import { heldAfter } from './confirmation/mark-question.ts';
import type { Ending, EndingTurn } from './ending.ts';
import { onOneConversation } from './on-one-conversation.ts';
import { type PublishDeps, publish } from './publish.ts';
import type { Run } from './run.ts';
import { type FreshTurn, isFirstTime, type Worked } from './stream-to-journal.ts';

export interface CommitDeps extends PublishDeps {
  readonly store: ConversationStore;
  readonly journal: Pick<Journal, 'accept' | 'append'>;
}

/**
 * Works on turns of one conversation that have no reply yet, in the order of the log. Gives their replies for the versions
 * after the begun conversation's: of all of them, or of as many of the first as are to end before the others are worked on
 * again. Everything that ends a turn is a reply; only the signal's reason is thrown.
 */
export type Work = (fresh: readonly FreshTurn<EndingTurn>[]) => Promise<readonly Worked[]>;

export interface CommitTurnsDeps {
  readonly work: Work;
  /** Which of this many turns, begun together, are not to be worked on now; absent: none. */
  readonly suspicionOf?: (turns: number) => Suspicion;
  /** A turn has ended for readers, by this call. */
  readonly ended: (turn: EndingTurn, reply: Reply) => void;
}

type Answered = Extract<Begun, { kind: 'answered' }>;

/**
 * The order of effects that makes every turn end exactly once (docs/reference/delivery.md): begin → work → commit →
 * publish the snapshot → confirm → publish the replies → settle. Each step waits while store or log are away. A turn that
 * ended before is not worked on again; what it lacks is published. Fails with `fenced` when another worker owns the
 * conversation, and with the signal's reason.
 */
export async function commitTurns(
  deps: CommitDeps,
  turns: readonly EndingTurn[],
  run: Run,
  { work, suspicionOf, ended }: CommitTurnsDeps,
): Promise<'done' | 'suspect'> {
  const { store, journal, clock, limits, metrics } = deps;
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
    const reply = readStoredReply(JSON.parse(text));
    if (!reply)
      throw new TurnfleetError('internal', `The store has a reply to turn ${turn.turnId} that cannot be read.`);
    await publishAll(snapshot, [{ turn, text, reply }]);
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
    const replies = fittingReplies(
      worked.map(({ reply }) => reply),
      limits.room(),
    );
    const endings = fresh.slice(0, worked.length).flatMap(({ turn }, i): Ending[] => {
      // Checked before it is kept: what nobody can read would stay unread for ever.
      const reply = replySchema.parse(replies[i]);
      return [{ turn, reply, text: JSON.stringify(reply) }];
    });
    const isCut = (i: number): boolean => replies[i]?.text !== worked[i]?.reply.text;
    await allOf(fresh.filter((_, i) => endings[i] && isCut(i)).map(takeBack));
    metrics.abridged('before_commit', replies.filter((reply, i) => reply !== worked[i]?.reply).length);
    const { conversation } = first.begun;
    const told = endings.map(({ turn: { turnId, submittedAt, text }, reply }) => ({
      turnId,
      submittedAt,
      text,
      reply,
    }));
    const held = await heldAfter(deps, first.turn.conversationId, worked, run);
    // A question of which the shopper reads only the beginning is not asked.
    const asked = !worked.some(({ reply }, i) => reply.turnId === held?.turnId && isCut(i));
    const change = {
      conversationId: first.turn.conversationId,
      basedOn: conversation.version,
      conversation: endTurns(conversation, told, asked ? held : null, limits.room().snapshot),
      replies: endings.map(({ turn: { turnId }, text }) => ({ turnId, reply: text })),
    };
    const committed = await whenAvailable(() => store.commit(change, fence));
    if (committed.kind === 'committed') await publishAll(committed.snapshot, endings);
  }

  /** What the journal was told of an answer that is shorter in the end. */
  async function takeBack({ turn, attempt, begun }: FreshTurn<EndingTurn>): Promise<void> {
    if (isFirstTime({ attempt, begun })) return;
    const number = attempt.numbering.next++;
    const writer = { fence, attempt: begun.attempt };
    await whenAvailable(() => journal.append(turn.conversationId, [shortened(turn.turnId)], number, writer));
  }

  /** Leaves them open if the store no longer knows one of these replies: it was lost after the commit. */
  async function publishAll(snapshot: string, endings: readonly Ending[]): Promise<void> {
    for (const { turn, reply } of await publish(deps, run, snapshot, endings)) {
      open.delete(turn.turnId);
      ended(turn, reply);
    }
  }
}
