import type { HeldCall, Reply } from '@turnfleet/contract';
import type { Begun, Journal, TurnRef } from '@turnfleet/conversation';
import type { Clock } from '@turnfleet/core';
import { type Progress, startProgress } from './progress.ts';
import type { Run } from './run.ts';
import { untilAvailable } from './until-available.ts';

export type Fresh = Extract<Begun, { kind: 'fresh' }>;

/** A turn's reply, and the call that waits for the shopper's yes after it. */
export interface Worked {
  readonly reply: Reply;
  readonly held: HeldCall | null;
}

/**
 * Works on a turn that has no reply yet, telling `progress` on the way; gives the reply for the version after
 * `begun.conversation`'s. Everything that ends the turn is a reply; only the signal's reason is thrown.
 */
export type Work = (begun: Fresh, progress: Progress, signal: AbortSignal) => Promise<Worked>;

interface TellParts {
  readonly clock: Clock;
  readonly journal: Pick<Journal, 'append'>;
}

/** Whether the turn is worked on for the first time, as far as the store remembers. */
export function isFirstTime(begun: Fresh, run: Pick<Run, 'numbering'>): boolean {
  return begun.attempt === 1 && run.numbering.next === 1;
}

/**
 * Runs `work` so that readers of the journal end up with the reply's text: earlier work on the turn is taken back first,
 * and a text other than the reply's at the end. When this returns or throws, nothing more is told. A journal that refuses
 * this worker calls the work off: another one owns the conversation.
 */
export async function tellJournal(
  { clock, journal }: TellParts,
  turn: TurnRef,
  begun: Fresh,
  run: Pick<Run, 'fence' | 'numbering' | 'signal'>,
  work: Work,
): Promise<Worked> {
  const calledOff = new AbortController();
  const signal = AbortSignal.any([run.signal, calledOff.signal]);
  const writer = { fence: run.fence, attempt: begun.attempt };
  const progress = startProgress({
    clock,
    turnId: turn.turnId,
    numbering: run.numbering,
    append: (events, first) => journal.append(turn.conversationId, events, first, writer),
    refused: (error) => calledOff.abort(error),
  });
  try {
    if (!isFirstTime(begun, run)) progress.reset('another worker took over');
    const worked = await work(begun, progress, signal);
    signal.throwIfAborted();
    if (progress.text !== '' && progress.text !== worked.reply.text)
      progress.reset('the answer could not be completed');
    await untilAvailable(clock, signal, () => progress.flush());
    return worked;
  } finally {
    await progress.stop();
  }
}
