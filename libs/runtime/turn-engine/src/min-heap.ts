/** A priority queue. Invariant: no item is less than its parent, at half its index. */
export class MinHeap<T> {
  readonly #items: T[] = [];
  readonly #isLess: (a: T, b: T) => boolean;

  constructor(isLess: (a: T, b: T) => boolean) {
    this.#isLess = isLess;
  }

  /** The least, left in. */
  get least(): T | undefined {
    return this.#items[0];
  }

  get items(): readonly T[] {
    return this.#items;
  }

  push(item: T): void {
    let at = this.#items.length;
    for (let parent = (at - 1) >> 1; at > 0; parent = (at - 1) >> 1) {
      const above = this.#items[parent] as T;
      if (!this.#isLess(item, above)) break;
      this.#items[at] = above;
      at = parent;
    }
    this.#items[at] = item;
  }

  /** Takes the least out. */
  pop(): T | undefined {
    const [least] = this.#items;
    const last = this.#items.pop();
    if (last === undefined || this.#items.length === 0) return last;
    let at = 0;
    for (let child = this.#lessChild(at); child !== null; child = this.#lessChild(at)) {
      const below = this.#items[child] as T;
      if (!this.#isLess(below, last)) break;
      this.#items[at] = below;
      at = child;
    }
    this.#items[at] = last;
    return least;
  }

  #lessChild(at: number): number | null {
    const left = 2 * at + 1;
    if (left >= this.#items.length) return null;
    const right = left + 1;
    if (right >= this.#items.length) return left;
    return this.#isLess(this.#items[right] as T, this.#items[left] as T) ? right : left;
  }
}
