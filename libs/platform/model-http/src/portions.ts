/** Held for a reader that is slow; with more the sender waits. */
const mostHeldBytes = 262_144;

/** Bytes on their way to one reader. Invariant: it gets all that came before the end or the failure is told. */
export class Portions {
  #portions: Uint8Array[] = [];
  #held = 0;
  #reader: PromiseWithResolvers<readonly Uint8Array[]> | null = null;
  #end: { readonly failure: Error | null } | null = null;

  get over(): boolean {
    return this.#end !== null;
  }

  /** Whether the reader is so far behind that no more should come. */
  get full(): boolean {
    return this.#held >= mostHeldBytes;
  }

  push(bytes: Uint8Array): void {
    if (this.#end) return;
    if (this.#reader) return this.#answer((reader) => reader.resolve([bytes]));
    this.#portions.push(bytes);
    this.#held += bytes.length;
  }

  end(failure: Error | null): void {
    if (this.#end) return;
    this.#end = { failure };
    this.#answer((reader) => (failure ? reader.reject(failure) : reader.resolve([])));
  }

  /** What has come since, at least a portion of it; nothing once it has ended. */
  take(): Promise<readonly Uint8Array[]> | readonly Uint8Array[] {
    const taken = this.#portions;
    if (taken.length > 0) {
      this.#portions = [];
      this.#held = 0;
      return taken;
    }
    if (this.#end?.failure) throw this.#end.failure;
    if (this.#end) return [];
    this.#reader = Promise.withResolvers();
    return this.#reader.promise;
  }

  #answer(tell: (reader: PromiseWithResolvers<readonly Uint8Array[]>) => void): void {
    const reader = this.#reader;
    this.#reader = null;
    if (reader) tell(reader);
  }
}
