import type { Timer } from '@turnfleet/core';

/** A timer; `at` counts from the start, so that it is a small number, which costs no memory of its own. */
export class Due implements Timer {
  at: number;
  readonly order: number;
  fire: (() => void) | null;

  constructor(at: number, order: number, fire: () => void) {
    this.at = at;
    this.order = order;
    this.fire = fire;
  }

  cancel(): void {
    this.fire = null;
  }
}

/** Timers by time, then by the order in which they were set; a binary heap. */
export class DueHeap {
  readonly #heap: Due[] = [];

  get first(): Due | undefined {
    return this.#heap[0];
  }

  /** After times were changed. */
  sort(): void {
    // What is in order is a heap.
    this.#heap.sort((a, b) => a.at - b.at || a.order - b.order);
  }

  push(due: Due): void {
    const heap = this.#heap;
    let i = heap.push(due) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = heap[parent];
      if (!above || !isBefore(due, above)) break;
      heap[i] = above;
      i = parent;
    }
    heap[i] = due;
  }

  pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let i = 0;
    for (let child = heap[1]; child; child = heap[2 * i + 1]) {
      let at = 2 * i + 1;
      const right = heap[at + 1];
      if (right && isBefore(right, child)) {
        child = right;
        at++;
      }
      if (!isBefore(child, last)) break;
      heap[i] = child;
      i = at;
    }
    heap[i] = last;
  }
}

function isBefore(a: Due, b: Due): boolean {
  return a.at !== b.at ? a.at < b.at : a.order < b.order;
}
