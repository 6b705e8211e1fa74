import type { Clock, Timer } from '@turnfleet/core';
import type { VirtualTime } from '../time/virtual-time.ts';

type ProcessState = 'running' | 'frozen' | 'dead';

/** What ended a process; only of a drain nothing is left behind. */
export type EndedBy = 'kill' | 'itself' | 'drain' | { readonly turn: string };

/**
 * One operating-system process. Invariant: its code runs only while it is `running`; what comes due while it is frozen
 * (timers, answers) waits and happens one after another at the thaw; once dead, nothing of it ever happens again. What it
 * has sent is out of its hands.
 */
export class SimProcess {
  readonly name: string;
  readonly clock: Clock;
  readonly #time: VirtualTime;
  readonly #held: (() => void)[] = [];
  readonly #onDeath: (() => void)[] = [];
  #state: ProcessState = 'running';
  #endedBy: EndedBy | null = null;
  /** How far its wall clock is ahead, milliseconds. */
  clockAheadMs = 0;

  constructor(name: string, time: VirtualTime) {
    this.name = name;
    this.#time = time;
    this.clock = {
      now: () => time.now() + this.clockAheadMs,
      monotonic: () => time.monotonic(),
      setTimer: (ms, fire) => this.#setTimer(ms, fire),
    };
  }

  get state(): ProcessState {
    return this.#state;
  }

  get endedBy(): EndedBy | null {
    return this.#endedBy;
  }

  /** Runs a piece of the process's code: now, at the thaw, or never. */
  run(code: () => void): void {
    if (this.#state === 'running') code();
    else if (this.#state === 'frozen') this.#held.push(code);
  }

  freeze(): void {
    if (this.#state === 'running') this.#state = 'frozen';
  }

  thaw(): void {
    if (this.#state !== 'frozen') return;
    this.#state = 'running';
    for (const code of this.#held.splice(0)) this.#time.setTimer(0, () => this.run(code));
  }

  kill(by: EndedBy = 'kill'): void {
    if (this.#state === 'dead') return;
    this.#state = 'dead';
    this.#endedBy = by;
    this.#held.length = 0;
    for (const tell of this.#onDeath.splice(0)) tell();
  }

  /** Calls `leapt` when time passes in which it went on beating; see `VirtualTime.leap`. */
  onLeap(leapt: (ms: number) => void): void {
    this.#time.onLeap((ms) => {
      if (this.#state !== 'dead') leapt(ms);
    });
  }

  /** Called in the moment of death by those outside who hear of it: a closed connection, a supervisor. */
  onDeath(tell: () => void): void {
    if (this.#state === 'dead') tell();
    else this.#onDeath.push(tell);
  }

  #setTimer(ms: number, fire: () => void): Timer {
    let wanted: (() => void) | null = fire;
    const due = (): void => wanted?.();
    const timer = this.#time.setProcessTimer(ms, () => this.run(due));
    return {
      cancel: () => {
        wanted = null;
        timer.cancel();
      },
    };
  }
}
