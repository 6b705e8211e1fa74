import type { machineOf } from '../settings.ts';

/** Of a conversation with one turn, in Redis. */
export interface CostOfStore {
  readonly bytesEach: number;
  /** CPU of its commit. */
  readonly microsEach: number;
}

export interface TimersResult {
  readonly rounds: number;
  readonly machine: ReturnType<typeof machineOf>;
  readonly conversations: number;
  readonly measured: readonly {
    readonly without: CostOfStore;
    readonly waiting: CostOfStore;
    /** CPU of a look at a partition in which nothing is due. */
    readonly lookMicros: number;
  }[];
}
