import { Worker } from 'node:worker_threads';
import type { verdictsByCode } from '../checker/report-text.ts';

export interface SeedOrder {
  readonly seed: number;
  readonly turns: number;
  /** Undefined: the state is in memory. */
  readonly redisUrl?: string;
  /** See `makePlan`. */
  readonly only?: readonly string[];
}

export interface SeedResult extends Omit<SeedOrder, 'redisUrl'> {
  readonly violations: ReturnType<typeof verdictsByCode>;
}

/**
 * Runs seeds on several threads, each result told as it comes; resolves when all are there. The order of results depends
 * on the machine, a result only on its seed.
 */
export async function runSeeds(
  seeds: Iterable<number>,
  order: Omit<SeedOrder, 'seed'>,
  threads: number,
  tell: (result: SeedResult) => void,
): Promise<void> {
  const waiting = seeds[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: threads }, async () => {
      const thread = new Worker(new URL('./seed-thread.ts', import.meta.url));
      try {
        for (let next = waiting.next(); !next.done; next = waiting.next())
          tell(await runOn(thread, { ...order, seed: next.value }));
      } finally {
        await thread.terminate();
      }
    }),
  );
}

function runOn(thread: Worker, order: SeedOrder): Promise<SeedResult> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      thread.off('message', answered);
      thread.off('error', failed);
    };
    const answered = (result: SeedResult): void => {
      end();
      resolve(result);
    };
    const failed = (error: unknown): void => {
      end();
      reject(new Error(`Seed ${order.seed} ended its thread: ${String(error)}`, { cause: error }));
    };
    thread.on('message', answered);
    thread.on('error', failed);
    thread.postMessage(order);
  });
}
