import type { HistoryEvent } from '../history/history-event.ts';
import type { VirtualTime } from './time/virtual-time.ts';

/** An event before it has its time. */
export type Untimed<Event = HistoryEvent> = Event extends unknown ? Omit<Event, 'at'> : never;

/** Writes down what can be seen from outside; `at` counts from the start of the run. */
export class Recorder {
  readonly #events: HistoryEvent[] = [];
  readonly #time: VirtualTime;

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  /** Happens now, or happened at `at`. */
  see(event: Untimed, at = this.#time.monotonic()): void {
    this.#events.push({ at, ...event });
  }

  /** All of it in the order of time, what happened together as it was seen. */
  history(): readonly HistoryEvent[] {
    return this.#events.sort((a, b) => a.at - b.at);
  }
}
