import type { Recorder } from './recorder.ts';
import type { VirtualTime } from './time/virtual-time.ts';

/** What a fleet that was disturbed takes to stand as before: sessions, restarts, rebuilds, turns that waited. */
const settlesMs = 30_000;

const startsMs = 10_000;

/** Notes when anything is broken, and writes down when nothing was. */
export class CalmWatch {
  readonly #time: VirtualTime;
  readonly #recorder: Recorder;
  #brokenUntil = 0;

  constructor(time: VirtualTime, recorder: Recorder) {
    this.#time = time;
    this.#recorder = recorder;
    this.#brokenUntil = startsMs;
  }

  /** Something is broken for so long from now on. */
  disturb(forMs = 0): void {
    this.tell();
    this.#brokenUntil = Math.max(this.#brokenUntil, this.#time.monotonic() + forMs + settlesMs);
  }

  /** Writes down the calm that ends now, if there was one. */
  tell(): void {
    const calmMs = this.#time.monotonic() - this.#brokenUntil;
    if (calmMs > 0) this.#recorder.see({ event: 'calm', forMs: calmMs });
    this.#brokenUntil = Math.max(this.#brokenUntil, this.#time.monotonic());
  }
}
