import { wellFormed } from '@turnfleet/core';

/** Well-formed text from portions, which may part a character. Invariant: what `push` returns never ends inside a character. */
export class WellFormedText {
  #half = '';

  push(text: string): string {
    const all = this.#half + text;
    const last = all.charCodeAt(all.length - 1);
    const cut = last >= 0xd800 && last <= 0xdbff;
    this.#half = cut ? all.slice(-1) : '';
    return wellFormed(cut ? all.slice(0, -1) : all);
  }

  end(): string {
    const rest = wellFormed(this.#half);
    this.#half = '';
    return rest;
  }
}
