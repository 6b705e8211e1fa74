import type { SimProcess } from '../process/sim-process.ts';
import type { Recorder } from '../recorder.ts';
import type { Random } from '../time/random.ts';
import type { VirtualTime } from '../time/virtual-time.ts';
import type { Json } from './effect-database.ts';

/** A change of something that was asked about, as a process hears of it. */
interface HeardOf {
  readonly subject: string;
  /** When it happened, monotonic milliseconds. */
  readonly changedAt: number;
}

/** One answer in so many is outdated soon after it was given. */
const changeEvery = 3;

/** What read-only services know. No two answers are the same: which one a turn was given shows when it was true. */
export class Shop {
  readonly #recorder: Recorder;
  readonly #time: VirtualTime;
  readonly #random: Random;
  readonly #listening = new Map<SimProcess, (heard: HeardOf) => void>();
  #answers = 0;
  /** Whoever changes what somebody asks about, and tells of it by `tell`; null: it is told as it happens. */
  changes: ((subject: string) => void) | null = null;

  constructor(recorder: Recorder, time: VirtualTime, random: Random) {
    this.#recorder = recorder;
    this.#time = time;
    this.#random = random;
  }

  read(tool: string, { sku, city }: Json): Json {
    const total = ++this.#answers;
    const subject = String(sku);
    this.#recorder.see({ event: 'served', tool, subject, value: String(total) });
    if (total % changeEvery === 0) this.#time.setTimer(this.#random.between(10, 3_000), () => this.#change(subject));
    return { sku, city, total };
  }

  /** Until the process dies. */
  listen(process: SimProcess, hears: (heard: HeardOf) => void): void {
    this.#listening.set(process, hears);
    process.onDeath(() => this.#listening.delete(process));
  }

  #change(subject: string): void {
    if (this.changes) this.changes(subject);
    else this.tell({ subject, changedAt: this.#time.monotonic() });
  }

  /** Every process hears it soon. */
  tell(heard: HeardOf): void {
    for (const [process, hears] of this.#listening)
      process.clock.setTimer(this.#random.between(1, 100), () => hears(heard));
  }
}
