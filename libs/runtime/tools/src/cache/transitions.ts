/** So many times a tool was followed before anything is concluded. */
const leastSeen = 20;
/** Then all counts are halved, so that habits of today outweigh those of last month. */
const mostSeen = 10_000;
const mostTools = 256;

/** Which tool is asked after which, about the same thing; learnt from what was asked. */
export class Transitions {
  readonly #followed = new Map<string, Map<string, number>>();

  learn(from: string, to: string): void {
    const next = this.#followed.get(from) ?? new Map<string, number>();
    if (this.#followed.size < mostTools) this.#followed.set(from, next);
    if (next.size < mostTools || next.has(to)) next.set(to, (next.get(to) ?? 0) + 1);
    if (seenOf(next) >= mostSeen) for (const [tool, count] of next) next.set(tool, count / 2);
  }

  /** What follows at least that often, of all that followed; another question with the same tool counts as one of these. */
  after(from: string, share: number): readonly string[] {
    const next = this.#followed.get(from);
    const seen = next ? seenOf(next) : 0;
    if (!next || seen < leastSeen) return [];
    return [...next].filter(([to, count]) => to !== from && count / seen >= share).map(([to]) => to);
  }
}

const seenOf = (next: ReadonlyMap<string, number>): number => [...next.values()].reduce((sum, count) => sum + count, 0);
