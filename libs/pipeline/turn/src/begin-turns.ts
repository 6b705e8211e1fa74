import type { Begun, ConversationStore, Journal, Suspicion, TurnRef } from '@turnfleet/conversation';
import { type Clock } from '@turnfleet/core';
import { allOf, untilAvailable } from '@turnfleet/ownership';
import type { EndingTurn } from './ending.ts';
import type { Run } from './run.ts';
import type { FreshTurn } from './stream-to-journal.ts';

export interface BeginDeps {
  readonly store: Pick<ConversationStore, 'begin' | 'release'>;
  readonly journal: Pick<Journal, 'accept'>;
  readonly clock: Clock;
}

export interface AnsweredTurn {
  readonly turn: EndingTurn;
  readonly begun: Extract<Begun, { kind: 'answered' }>;
}

/** Turns of one conversation as the store knows them. */
interface BegunTurns {
  readonly answered: readonly AnsweredTurn[];
  readonly fresh: readonly FreshTurn<EndingTurn>[];
  /** One of them is not to be worked on now. */
  readonly suspect: boolean;
}

type Begin = Pick<Run, 'fence' | 'signal'>;

export async function beginTurns(
  { store, clock }: BeginDeps,
  turns: readonly EndingTurn[],
  { fence, signal }: Begin,
  suspicion: Suspicion | undefined,
): Promise<BegunTurns> {
  const begin = (turn: EndingTurn) =>
    untilAvailable(clock, signal, () => store.begin(turn, fence, turn.attempt.id, suspicion));
  const begun = await allOf(turns.map(async (turn) => ({ turn, begun: await begin(turn) })));
  const fresh = begun.flatMap(({ turn, begun: one }): FreshTurn<EndingTurn>[] =>
    one.kind === 'fresh' ? [{ turn, attempt: turn.attempt, begun: one }] : [],
  );
  return {
    answered: begun.flatMap(({ turn, begun: one }) => (one.kind === 'answered' ? [{ turn, begun: one }] : [])),
    fresh: onOneConversation(fresh),
    suspect: begun.some(({ begun: one }) => one.kind === 'suspect'),
  };
}

/**
 * The same conversation for all turns of a group. They are begun one by one, and a conversation that the store does not
 * know begins at its partition's floor, which may have risen in between.
 */
function onOneConversation<T extends TurnRef>(fresh: readonly FreshTurn<T>[]): readonly FreshTurn<T>[] {
  const [newest] = fresh.map(({ begun }) => begun.conversation).sort((a, b) => b.version - a.version);
  return newest ? fresh.map((one) => ({ ...one, begun: { ...one.begun, conversation: newest } })) : fresh;
}

/** Tells readers of the journal that the turn is there, if nobody has. */
export function acceptTurn({ journal, clock }: BeginDeps, turn: EndingTurn, { signal }: Begin): Promise<void> {
  const { conversationId, turnId, text, submittedAt, traceparent } = turn;
  const event = { type: 'turn.accepted', turnId, text, submittedAt } as const;
  return untilAvailable(clock, signal, () => journal.accept(conversationId, event, traceparent));
}

/** Takes the attempts back. */
export async function releaseTurns(
  { store, clock }: BeginDeps,
  fresh: readonly FreshTurn[],
  { fence, signal }: Begin,
): Promise<void> {
  const release = ({ turn, attempt }: FreshTurn) =>
    store.release(
      turn,
      fence,
      attempt.id,
      attempt.calls.unsaved.map((line) => JSON.stringify(line)),
    );
  await allOf(fresh.map((one) => untilAvailable(clock, signal, () => release(one))));
}
