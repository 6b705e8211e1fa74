import type { Clock } from '@turnfleet/core';
import type { Gate } from '@turnfleet/grounding';
import type { Progress } from '../progress.ts';

/** The words of one model step on their way to readers, who see what the gate lets through. */
interface GatedProgress extends Progress {
  /** The step has come to its end: what waited is looked at. */
  end(): void;
  readonly gate: Gate;
  /** Unix milliseconds of the first word that readers saw, null if they saw none. */
  readonly firstShownAt: number | null;
}

/** To whoever asks the model `text` is what it said; `progress` has what was shown of it. */
export function gatedProgress(progress: Progress, clock: Pick<Clock, 'now'>, open: () => Gate): GatedProgress {
  const base = progress.text;
  let gate = open();
  let said = '';
  /** The text from before this step is said again after a reset: it has been through a gate. */
  let saidAgain = false;
  let firstShownAt: number | null = null;

  const backTo = (text: string, reason: string): void => {
    if (progress.text === text) return;
    progress.reset(reason);
    if (text !== '') progress.delta(text);
  };
  const show = ({ takeBack, text }: ReturnType<Gate['push']>): void => {
    if (takeBack) backTo(base + gate.shown, 'a figure was not supported');
    else if (text !== '') progress.delta(text);
    if (text !== '') firstShownAt ??= clock.now();
  };

  return {
    event: (event) => progress.event(event),
    delta: (text) => {
      if (saidAgain && text === base) {
        saidAgain = false;
        return;
      }
      said += text;
      show(gate.push(text));
    },
    reset: (reason) => {
      saidAgain = base !== '';
      said = '';
      gate = open();
      backTo(base, reason);
    },
    get text() {
      return base + said;
    },
    flush: () => progress.flush(),
    stop: () => progress.stop(),
    end: () => show(gate.end()),
    get gate() {
      return gate;
    },
    get firstShownAt() {
      return firstShownAt;
    },
  };
}
