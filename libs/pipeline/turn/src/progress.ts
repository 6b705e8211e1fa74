import type { TurnProgress } from '@turnfleet/conversation';
import { type Clock, isTurnfleetError, type Timer } from '@turnfleet/core';

/** Deltas after the first are held this long, so that a fast model costs one append per frame instead of one per token. */
const frameMs = 20;

/** What happens in a turn, on its way to the journal. */
export interface Progress {
  event(event: Exclude<TurnProgress, { type: 'reply.delta' | 'reply.reset' }>): void;
  delta(text: string): void;
  /** Tells readers to discard the text so far. */
  reset(reason: string): void;
  /** The text streamed so far that no reset took back. */
  readonly text: string;
  /** Resolves when everything said so far is in the journal; rejects with the journal's refusal. */
  flush(): Promise<void>;
  /** What is said from now on, and what was not yet sent, is dropped. Resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

/** Number of the next event of an attempt, from 1. An attempt that is interrupted goes on with it, or its events are lost. */
export interface Numbering {
  next: number;
}

interface ProgressDeps {
  readonly clock: Clock;
  readonly turnId: string;
  readonly numbering: Numbering;
  /** Appends events as number `first`, `first` + 1, …; has to be idempotent by number. `overloaded` is tried again. */
  readonly append: (events: readonly TurnProgress[], first: number) => Promise<void>;
  /** The journal does not take the events of this attempt any more, and why. */
  readonly refused: (error: unknown) => void;
}

/** Numbers events and appends them in order, one append at a time; what could not be sent waits for the next append. */
export function startProgress({ clock, turnId, numbering, append, refused }: ProgressDeps): Progress {
  /** Said, but not yet handed to an append. */
  let waiting: TurnProgress[] = [];
  /** Handed to an append that has not succeeded: it may have been applied, so these keep their numbers and their text. */
  let sending: { readonly events: TurnProgress[]; readonly first: number } | null = null;
  let text = '';
  let frame: Timer | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  const drain = async (): Promise<void> => {
    while (!stopped && (sending || waiting.length > 0)) {
      if (!sending) {
        sending = { events: waiting, first: numbering.next };
        numbering.next += waiting.length;
        waiting = [];
      }
      await append(sending.events, sending.first);
      sending = null;
    }
  };
  const send = (): Promise<void> => {
    frame?.cancel();
    frame = undefined;
    running = running.then(drain, drain);
    return running;
  };
  /** What an unreachable journal did not take waits; the flush at the turn's end meets that again and tells. */
  const sendSoon = (): void =>
    void send().catch((error: unknown) => {
      if (!isTurnfleetError(error, 'overloaded')) refused(error);
    });

  const push = (event: TurnProgress): void => {
    const last = waiting.at(-1);
    if (last?.type === 'reply.delta' && event.type === 'reply.delta') {
      waiting[waiting.length - 1] = { ...event, text: last.text + event.text };
    } else waiting.push(event);
  };

  return {
    event: (event) => {
      push(event);
      sendSoon();
    },
    delta: (more) => {
      const first = text === '';
      text += more;
      push({ type: 'reply.delta', turnId, text: more });
      if (first) sendSoon();
      else if (!stopped) frame ??= clock.setTimer(frameMs, sendSoon);
    },
    reset: (reason) => {
      text = '';
      push({ type: 'reply.reset', turnId, reason });
      sendSoon();
    },
    get text() {
      return text;
    },
    flush: send,
    stop: async () => {
      stopped = true;
      frame?.cancel();
      await running.catch(() => undefined);
    },
  };
}
