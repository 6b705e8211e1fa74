import { abortReason, type Clock } from '@turnfleet/core';

/** Who comes to a longer line is told so at once. */
const longestLine = 1_000;

/** Of one turn, in the lines that it waits in. */
export interface Place {
  /** How many come before it, in the longest of these lines: all, where it does not stand in the line itself. */
  ahead(lines: readonly string[]): number;
  /** At the end, or where it stands already; false if the line is full. */
  join(line: string): boolean;
  /** Resolves after so many milliseconds, or as soon as it has become the first of a line; rejects with the signal's reason. */
  wait(clock: Pick<Clock, 'setTimer'>, ms: number, signal: AbortSignal): Promise<void>;
  /** Out of every line, whatever became of the wait. */
  leave(): void;
}

/**
 * Turns of this process that wait for room, by what they wait for. Invariant: a line is served in the order in which turns
 * joined it, for nobody may go ahead whom `ahead` counts others for.
 */
export class WaitingLines {
  readonly #lines = new Map<string, Set<Standing>>();

  place(): Place {
    const standing: Standing = { wake: () => undefined };
    return {
      ahead: (lines) => Math.max(0, ...lines.map((line) => this.#before(line, standing))),
      join: (line) => this.#join(line, standing),
      wait: (clock, ms, signal) => waitIn(standing, clock, ms, signal),
      leave: () => this.#leave(standing),
    };
  }

  /** Turns that wait in any of these lines. */
  waiting(lines: readonly string[]): number {
    return new Set(lines.flatMap((line) => [...(this.#lines.get(line) ?? [])])).size;
  }

  #before(line: string, standing: Standing): number {
    const all = [...(this.#lines.get(line) ?? [])];
    const at = all.indexOf(standing);
    return at < 0 ? all.length : at;
  }

  #join(line: string, standing: Standing): boolean {
    const all = this.#lines.get(line) ?? new Set();
    if (!all.has(standing) && all.size >= longestLine) return false;
    this.#lines.set(line, all.add(standing));
    return true;
  }

  #leave(standing: Standing): void {
    for (const [line, all] of this.#lines) {
      const [first] = all;
      if (!all.delete(standing)) continue;
      const [next] = all;
      if (!next) this.#lines.delete(line);
      else if (first === standing) next.wake();
    }
  }
}

interface Standing {
  /** It has become the first of a line. */
  wake: () => void;
}

function waitIn(standing: Standing, clock: Pick<Clock, 'setTimer'>, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(abortReason(signal));
    const end = (settle: () => void): void => {
      timer.cancel();
      signal.removeEventListener('abort', onAbort);
      standing.wake = () => undefined;
      settle();
    };
    const onAbort = (): void => end(() => reject(abortReason(signal)));
    const timer = clock.setTimer(ms, () => end(resolve));
    standing.wake = () => end(resolve);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
