import type { Handler } from '../work/measured-run.ts';

/** Where a consumer finds its work. */
interface Source {
  /** `host:port` of some brokers. */
  readonly brokers: readonly string[];
  readonly topic: string;
  /** Name of a consumer group; one that never read reads from the beginning. */
  readonly group: string;
}

export interface Consumer {
  /** Lets what runs end, and leaves. */
  stop(): Promise<void>;
}

/** Consumes a topic of `partitions` partitions with everything the product offers for doing so well. */
export type StartConsumer = (source: Source, handle: Handler) => Promise<Consumer>;

export const partitions = 24;
