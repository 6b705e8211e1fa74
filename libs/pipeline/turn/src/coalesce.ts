import type { Clock } from '@turnfleet/core';
import { allOf } from '@turnfleet/ownership';
import { activeTraceId } from '@turnfleet/telemetry';
import type { TryToAnswer } from './answer.ts';
import type { AnswerableTurn } from './answerable-turn.ts';
import { confirmedBy } from './confirmation/counts-as-yes.ts';
import { withoutWork } from './left-outcomes.ts';
import { type Outcome, replyOf } from './reply.ts';
import type { Run } from './run.ts';
import { isFirstTime, type StreamToJournal, type Worked } from './stream-to-journal.ts';

interface CoalesceDeps {
  readonly clock: Pick<Clock, 'now'>;
  readonly tryToAnswer: TryToAnswer;
  readonly stream: StreamToJournal;
}

export type Coalesce = (
  turns: readonly AnswerableTurn[],
  run: Pick<Run, 'fence' | 'signal'>,
) => Promise<readonly Worked[]>;

interface End {
  readonly outcome: Outcome;
  readonly answeredBy: string | null;
}

/**
 * The replies to turns of one shopper that are answered together, in their order. The last one carries the answer, the
 * others point to it. One that leaves – cancelled, or out of time – ends as that, and the rest is answered anew. If the
 * first leaves, it and those right behind it that did are all that get replies; so does a yes that comes first.
 */
export function coalescer(deps: CoalesceDeps): Coalesce {
  return async function coalesce(turns, run) {
    const [first, ...others] = turns;
    if (first && others.length > 0 && confirmedBy(first, first.begun.conversation)) return coalesce([first], run);
    const startedAt = deps.clock.now();
    await takeBack(deps, turns.slice(0, -1), run);
    const ends = new Map<string, End>();
    for (;;) {
      const open = turns.filter(({ turn }) => !ends.has(turn.turnId));
      const carrier = open.at(-1);
      if (!carrier || open[0] !== first) return repliesOf(turns, ends, startedAt, deps.clock.now());
      await answerOrLeave(deps, { turns, carrier, ends }, run);
    }
  };
}

/** What readers were told of these when each was worked on by itself: the answer is told as that of the last one. */
async function takeBack(
  { stream }: CoalesceDeps,
  turns: readonly AnswerableTurn[],
  run: Pick<Run, 'fence' | 'signal'>,
): Promise<void> {
  const tellNothing = async (one: AnswerableTurn): Promise<void> => {
    await using telling = stream(one, run);
    await telling.end('');
  };
  await allOf(turns.filter((one) => !isFirstTime(one)).map(tellNothing));
}

interface Company {
  readonly turns: readonly AnswerableTurn[];
  readonly carrier: AnswerableTurn;
  /** Is filled in. */
  readonly ends: Map<string, End>;
}

/** Tries until there is an answer, or the carrier or the first of the turns has left. */
async function answerOrLeave(
  { tryToAnswer, stream }: CoalesceDeps,
  { turns, carrier, ends }: Company,
  run: Pick<Run, 'fence' | 'signal'>,
): Promise<void> {
  const { turnId } = carrier.turn;
  const hasLeft = (one: AnswerableTurn | undefined): boolean => one !== undefined && ends.has(one.turn.turnId);
  await using telling = stream(carrier, run);
  const { progress, signal } = telling;
  progress.event({ type: 'turn.started', turnId });
  for (;;) {
    const staying = turns.filter((one) => !hasLeft(one));
    const { answer, left } = await tryToAnswer(staying, carrier, progress, { fence: run.fence, signal });
    for (const [leaver, outcome] of left) ends.set(leaver, { outcome, answeredBy: null });
    if (answer) {
      for (const { turn, locale } of staying)
        ends.set(turn.turnId, { outcome: withoutWork(answer, locale), answeredBy: turnId });
      ends.set(turnId, { outcome: answer, answeredBy: null });
      return await telling.end(answer.text);
    }
    if (hasLeft(turns[0]) || hasLeft(carrier)) return await telling.end(ends.get(turnId)?.outcome.text ?? '');
    if (progress.text !== '') progress.reset('one of the messages was withdrawn');
  }
}

/** The replies to the first of the turns, up to one that has not ended. */
function repliesOf(
  turns: readonly AnswerableTurn[],
  ends: ReadonlyMap<string, End>,
  startedAt: number,
  endedAt: number,
): Worked[] {
  const replies: Worked[] = [];
  for (const { turn, locale, submittedAt, begun } of turns) {
    const end = ends.get(turn.turnId);
    if (!end) break;
    const { conversationId, turnId } = turn;
    const version = begun.conversation.version + replies.length + 1;
    const context = {
      conversationId,
      turnId,
      locale,
      traceId: activeTraceId(),
      version,
      submittedAt,
      startedAt,
      endedAt,
    };
    const reply = replyOf(end.outcome, { ...context, answeredBy: end.answeredBy });
    const { held = null, results, dialogue, handoff } = end.outcome;
    replies.push({
      // A person decides what is done now.
      ...{ reply, held: handoff?.after ? null : held },
      ...(results && { results }),
      ...(dialogue?.move && { move: dialogue.move }),
      ...(handoff && { handoff }),
    });
  }
  return replies;
}
