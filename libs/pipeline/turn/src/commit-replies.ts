import { type Conversation, type Reply, replySchema, toldReply } from '@turnfleet/contract/schemas';
import {
  type ConversationStore,
  type DialogueTimes,
  endTurns,
  fittingReplies,
  type Journal,
  shortened,
  timerAfter,
} from '@turnfleet/conversation';
import { dialogueAfterAll } from '@turnfleet/dialogue';
import { allOf, type RecordLimits, untilAvailable } from '@turnfleet/ownership';
import { heldAfter, type PlaceDeps } from './confirmation/mark-question.ts';
import type { Ending, EndingTurn, Written } from './ending.ts';
import type { TurnMetrics } from './metrics.ts';
import type { Run } from './run.ts';
import { billedReply } from './spending/billed-reply.ts';
import { type FreshTurn, isFirstTime, type Worked } from './stream-to-journal.ts';

export interface CommitRepliesDeps extends PlaceDeps {
  readonly store: Pick<ConversationStore, 'commit' | 'now'>;
  /** How long dialogues wait for their shoppers. */
  readonly times: DialogueTimes;
  readonly journal: Pick<Journal, 'append'>;
  readonly limits: RecordLimits;
  readonly metrics: Pick<TurnMetrics, 'abridged'>;
}

/**
 * Commits the replies to the first of these turns, as short as the log takes them, in one write. Null if somebody else's
 * commit came before.
 */
export async function commitReplies(
  deps: CommitRepliesDeps,
  fresh: readonly FreshTurn<EndingTurn>[],
  worked: readonly Worked[],
  run: Pick<Run, 'fence' | 'signal'>,
): Promise<Written | null> {
  const { store, clock, limits, metrics } = deps;
  const [first] = fresh;
  if (!first) return null;
  const billed = worked.map(({ reply }, i) => billedReply(reply, linesOf(fresh[i])));
  const { conversationId } = first.turn;
  const { conversation } = first.begun;
  const held = await heldAfter(deps, conversationId, worked, run);
  const move = worked.find((one) => one.move)?.move;
  const now = await untilAvailable(clock, run.signal, () => store.now());
  const { state } = dialogueAfterAll(conversation, billed, { held, move, now });
  const stated = billed.map((reply) => ({ ...reply, state }));
  const fitting = fittingReplies(stated, limits.room());
  const endings = fresh.slice(0, worked.length).map(({ turn }, i) => endingOf(turn, fitting[i]));
  const isCut = (i: number): boolean => fitting[i]?.text !== worked[i]?.reply.text;
  await allOf(fresh.filter((_, i) => endings[i] && isCut(i)).map((one) => takeBack(deps, one, run)));
  metrics.abridged('before_commit', fitting.filter((reply, i) => reply !== stated[i]).length);
  // A question of which the shopper reads only the beginning is not asked.
  const asked = !worked.some(({ reply }, i) => reply.turnId === held?.turnId && isCut(i));
  // Whose it is, it says from its first turn on.
  const owner = conversation.turns.length === 0 ? first.turn.owner : undefined;
  const results = worked.findLast((one) => one.results)?.results ?? conversation.results;
  const moved = worked.findLast((one) => one.handoff)?.handoff;
  const { handoff: had, ...rest } = conversation;
  const handoff = moved ? moved.after : had;
  const before = {
    ...rest,
    ...(handoff && { handoff }),
    results: [...results],
    ...(owner && !conversation.owner ? { owner } : {}),
  };
  const change = {
    conversationId,
    basedOn: conversation.version,
    conversation: armed(
      endTurns(before, endings.map(toldOf), { held: asked ? held : null, move, now }, limits.room().snapshot),
      now,
      deps.times,
    ),
    replies: endings.map(({ turn: { turnId }, text }) => ({ turnId, reply: text })),
  };
  const committed = await untilAvailable(clock, run.signal, () => store.commit(change, run.fence));
  return committed.kind === 'committed' ? { snapshot: committed.snapshot, endings } : null;
}

/** With the timer that runs from `now` on, Unix milliseconds by the clock of the store. */
function armed({ timer: before, ...conversation }: Conversation, now: number, times: DialogueTimes): Conversation {
  const timer = timerAfter(conversation, before, now, times);
  return { ...conversation, ...(timer && { timer }) };
}

/** Checked before it is kept: what nobody can read would stay unread for ever. */
function endingOf(turn: EndingTurn, fitting: Reply | undefined): Ending {
  const reply = replySchema.parse(fitting);
  return { turn, reply, text: JSON.stringify(reply) };
}

const toldOf = ({ turn: { turnId, submittedAt, text }, reply }: Ending) => ({
  ...{ turnId, submittedAt, text },
  reply: toldReply(reply),
});

const linesOf = (one: FreshTurn | undefined) => one?.attempt.calls.linesAfter(one.begun.spent) ?? [];

/** What the journal was told of an answer that is shorter in the end. */
async function takeBack(
  { journal, clock }: CommitRepliesDeps,
  { turn, attempt, begun }: FreshTurn,
  { fence, signal }: Pick<Run, 'fence' | 'signal'>,
): Promise<void> {
  if (isFirstTime({ attempt, begun })) return;
  const number = attempt.numbering.next++;
  const writer = { fence, attempt: begun.attempt };
  await untilAvailable(clock, signal, () =>
    journal.append(turn.conversationId, [shortened(turn.turnId)], number, writer),
  );
}
