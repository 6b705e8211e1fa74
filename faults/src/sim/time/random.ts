import { seededRandom } from '@turnfleet/core/testing';

/** One stream of chance. Streams of different names do not know of each other: drawing more from one shifts none. */
export interface Random {
  /** 0 ≤ x < 1. */
  readonly next: () => number;
  /** An integer from `low` to `high`, both included. */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** A stream of its own for one part. */
  of(name: string): Random;
}

/** The stream that a seed and a name fix. */
export function randomOf(seed: number, name: string): Random {
  const next = seededRandom(hashOf(`${seed}/${name}`));
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    between,
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[between(0, items.length - 1)];
      if (item === undefined) throw new Error('there is nothing to pick from');
      return item;
    },
    of: (part) => randomOf(seed, `${name}/${part}`),
  };
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
