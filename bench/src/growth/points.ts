/** How many keys, messages and workers a run has. */
export interface Point {
  readonly keys: number;
  readonly messages: number;
  readonly workers: number;
}

/** What grows, and what the run that the others are compared with is. */
export type Dimension = 'keys' | 'load' | 'workers';

/** The handler of each message waits this long: enough that a worker has many messages in hand. */
export const waitMs = 10;

const usual: Point = { keys: 1_000, messages: 50_000, workers: 1 };

/** The first of each is the one that the others are compared with; as many messages as there may be keys, where keys grow. */
export const growth: Readonly<Record<Dimension, readonly Point[]>> = {
  keys: [100, 1_000, 10_000, 100_000].map((keys) => ({ ...usual, keys, messages: 100_000 })),
  load: [1, 2, 4].map((times) => ({ ...usual, messages: usual.messages * times })),
  workers: [1, 2].map((workers) => ({ ...usual, messages: 100_000, workers })),
};

export const dimensions: readonly Dimension[] = ['keys', 'load', 'workers'];
