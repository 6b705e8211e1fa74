import type { KeptResult, PendingCall, Reply } from '@turnfleet/contract/schemas';
import type { Begun, Journal, TurnRef } from '@turnfleet/conversation';
import { type Clock, childSignal } from '@turnfleet/core';
import type { DialogueMove } from '@turnfleet/dialogue';
import { untilAvailable } from '@turnfleet/ownership';
import type { HandoffMove } from './handoff/new-handoff.ts';
import { type Progress, startProgress } from './progress.ts';
import type { Attempt, Run } from './run.ts';

type Fresh = Extract<Begun, { kind: 'fresh' }>;

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
  /** What a flow made of it; absent: what its reply says. */
  readonly move?: DialogueMove;
  /** What became of the conversation's handoff; absent: nothing. */
  readonly handoff?: HandoffMove;
  /** What the next turns may rest on; absent: what they could before. */
  readonly results?: readonly KeptResult[];
}

/** Whether the turn is worked on for the first time, as far as the store remembers. */
export function isFirstTime({ begun, attempt }: Omit<FreshTurn, 'turn'>): boolean {
  return begun.attempt === 1 && attempt.numbering.next === 1;
}

interface StreamToJournalDeps {
  readonly clock: Clock;
  readonly journal: Pick<Journal, 'append'>;
}

/** What readers of the journal are told of one turn. Once it is disposed of, nothing more is told. */
interface JournalStream extends AsyncDisposable {
  readonly progress: Progress;
  /** Aborts with the run, and when the journal refuses this worker: another one owns the conversation. */
  readonly signal: AbortSignal;
  /** Resolves when readers have this text; another one is taken back. Only the signal's reason is thrown. */
  end(text: string): Promise<void>;
}

export type StreamToJournal = (turn: FreshTurn, run: Pick<Run, 'fence' | 'signal'>) => JournalStream;

/** Opens streams of turns; what earlier work on a turn told is taken back first. */
export function journalStreams({ clock, journal }: StreamToJournalDeps): StreamToJournal {
  return ({ turn, attempt, begun }, run) => {
    const calledOff = childSignal(run.signal);
    const { signal } = calledOff;
    const writer = { fence: run.fence, attempt: begun.attempt };
    const progress = startProgress({
      clock,
      turnId: turn.turnId,
      numbering: attempt.numbering,
      append: (events, first) => journal.append(turn.conversationId, events, first, writer),
      refused: (error) => calledOff.abort(error),
    });
    if (!isFirstTime({ attempt, begun })) progress.reset('another worker took over');
    return {
      progress,
      signal,
      end: async (text) => {
        signal.throwIfAborted();
        if (progress.text !== '' && progress.text !== text) progress.reset('the answer could not be completed');
        await untilAvailable(clock, signal, () => progress.flush());
      },
      [Symbol.asyncDispose]: async () => {
        await progress.stop();
        calledOff[Symbol.dispose]();
      },
    };
  };
}
