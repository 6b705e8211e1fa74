/** Lets a spec await a condition that events bring about, without polling. */
export class Watch {
  readonly #patienceMs: number;
  readonly #waiting = new Set<() => void>();

  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  /** Whoever causes an event calls this. */
  changed(): void {
    for (const look of [...this.#waiting]) look();
  }

  /** Resolves as soon as `condition` holds after an event (or already now); rejects, naming `what`, after the patience. */
  until(what: string, condition: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        settle();
      };
      const look = (): void => {
        if (condition()) end(resolve);
      };
      const giveUp = (): void => end(() => reject(new Error(`Waited ${this.#patienceMs} ms in vain until ${what}.`)));
      const timer = setTimeout(giveUp, this.#patienceMs);
      this.#waiting.add(look);
      look();
    });
  }
}
