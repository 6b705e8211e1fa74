/** Numbers of a client's messages: each one more than the one before, from that of its hello. */
export class ClientOrder {
  #expected: number;

  /** `hello`: its sequence, 0 if it has none. */
  constructor(hello: number) {
    this.#expected = hello + 1;
  }

  /** Takes the number if it is the next one; else says which one would have been. */
  take(sequence: number): { readonly kind: 'next' } | { readonly kind: 'gap' | 'repeat'; readonly expected: number } {
    const expected = this.#expected;
    if (sequence !== expected) return { kind: sequence < expected ? 'repeat' : 'gap', expected };
    this.#expected += 1;
    return { kind: 'next' };
  }
}
