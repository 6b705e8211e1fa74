import type { PendingCall, Reply } from '@turnfleet/contract/schemas';
import type { Begun, Journal, TurnRef } from '@turnfleet/conversation';
import { type Clock, childSignal } from '@turnfleet/core';
import { untilAvailable } from '@turnfleet/ownership';
import { type Progress, startProgress } from './progress.ts';
import type { Attempt, Run } from './run.ts';

export type Fresh = Extract<Begun, { kind: 'fresh' }>;

/** A turn that has no reply yet, as the store knows it. */
export interface FreshTurn<T extends TurnRef = TurnRef> {
  readonly turn: T;
  readonly attempt: Attempt;
  readonly begun: Fresh;
}

/** A turn's reply, and the call that waits for the shopper's yes after it. */
export interface Worked {
  readonly reply: Reply;
  readonly held: PendingCall | null;
}

interface StreamToJournalDeps {
  readonly clock: Clock;
  readonly journal: Pick<Journal, 'append'>;
}

/** Whether the turn is worked on for the first time, as far as the store remembers. */
export function isFirstTime({ begun, attempt }: Omit<FreshTurn, 'turn'>): boolean {
  return begun.attempt === 1 && attempt.numbering.next === 1;
}

/**
 * Runs `work` so that readers of the journal end up with the text it comes to: earlier work on the turn is taken back
 * first, and a text other than that at the end. When this returns or throws, nothing more is told. A journal that refuses
 * this worker calls the work off: another one owns the conversation. Only the signal's reason is thrown.
 */
export async function streamToJournal<T extends { readonly text: string }>(
  { clock, journal }: StreamToJournalDeps,
  { turn, attempt, begun }: FreshTurn,
  run: Pick<Run, 'fence' | 'signal'>,
  work: (progress: Progress, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  using calledOff = childSignal(run.signal);
  const { signal } = calledOff;
  const writer = { fence: run.fence, attempt: begun.attempt };
  const progress = startProgress({
    clock,
    turnId: turn.turnId,
    numbering: attempt.numbering,
    append: (events, first) => journal.append(turn.conversationId, events, first, writer),
    refused: (error) => calledOff.abort(error),
  });
  try {
    if (!isFirstTime({ attempt, begun })) progress.reset('another worker took over');
    const result = await work(progress, signal);
    signal.throwIfAborted();
    if (progress.text !== '' && progress.text !== result.text) progress.reset('the answer could not be completed');
    await untilAvailable(clock, signal, () => progress.flush());
    return result;
  } finally {
    await progress.stop();
  }
}
