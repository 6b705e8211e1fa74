/**
 * Lets a few pass in each turn of Node's event loop, in the order in which they came; the others wait for the next ones. What
 * begins at once for thousands – requests of a flood, turns of a backlog – otherwise runs to its first real wait for all of
 * them in one go, and whatever else the process has to answer, a health check above all, waits for seconds.
 */
export class Turnstile {
  readonly #atOnce: number;
  readonly #waiting: (() => void)[] = [];
  #passed = 0;
  #turning = false;

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** Undefined: pass at once. */
  pass(): Promise<void> | undefined {
    this.#turn();
    if (this.#passed < this.#atOnce) {
      this.#passed++;
      return undefined;
    }
    return new Promise((resolve) => void this.#waiting.push(resolve));
  }

  #turn(): void {
    if (this.#turning) return;
    this.#turning = true;
    setImmediate(() => {
      this.#turning = false;
      const next = this.#waiting.splice(0, this.#atOnce);
      this.#passed = next.length;
      for (const go of next) go();
      if (next.length > 0) this.#turn();
    });
  }
}
