/** How much of what was sent waits for an ack. */
export class Unacknowledged {
  readonly #limit: number;
  /** Sequence and bytes, two by two, oldest first. */
  #sent: number[] = [];
  #bytes = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  sent(sequence: number, bytes: number): void {
    this.#sent.push(sequence, bytes);
    this.#bytes += bytes;
  }

  acknowledge(sequence: number): void {
    let done = 0;
    while (done < this.#sent.length && (this.#sent[done] ?? 0) <= sequence) {
      this.#bytes -= this.#sent[done + 1] ?? 0;
      done += 2;
    }
    this.#sent = done === this.#sent.length ? [] : this.#sent.slice(done);
  }

  get bytes(): number {
    return this.#bytes;
  }

  get isFull(): boolean {
    return this.#bytes >= this.#limit;
  }
}
