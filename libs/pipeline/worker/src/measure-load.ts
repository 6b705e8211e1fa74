import { CompletionMeter, sharersTold, type WorkerLoad } from '@turnfleet/admission';
import { topics } from '@turnfleet/contract/events';
import type { Clock } from '@turnfleet/core';
import type { EngineStats, TurnEngine, TurnLog } from '@turnfleet/turn-engine';

interface MeasureDeps {
  readonly engine: Pick<TurnEngine, 'stats' | 'queue'>;
  readonly log: Pick<TurnLog, 'endOf'>;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** What a worker can say of its load, for those who let turns in. Fails as the log does where that has to be asked. */
export function loadMeasure({ engine, log, clock }: MeasureDeps): (name: string) => Promise<WorkerLoad> {
  const meter = new CompletionMeter();
  let sequence = 0;
  return async (name) => {
    const stats = engine.stats();
    const { sharers, finished, workedMs } = engine.queue();
    const { running: inFlight, capacity, waiting, queueAgeMs: oldestMs } = stats;
    const rates = meter.sample({ at: clock.monotonic(), finished, workedMs, inFlight, capacity, waiting });
    const longest = sharers.toSorted((a, b) => b.waiting - a.waiting).slice(0, sharersTold);
    return {
      ...{ kind: 'worker', name, sequence: ++sequence, inFlight, capacity, waiting, oldestMs, ...rates },
      behind: await behind(log, stats),
      sharers: longest.map(({ sharer, ...rest }) => ({ tenant: sharer, ...rest })),
    };
  };
}

/** Records in the log behind what was fetched; whoever still fetches has all but the newest. */
async function behind(log: Pick<TurnLog, 'endOf'>, { full, partitions }: EngineStats): Promise<number> {
  if (!full) return 0;
  const counts = await Promise.all(
    partitions.map(async ({ partition, frontier, frontierLag }) => {
      const end = await log.endOf(topics.turns, partition);
      return Math.max(0, Number(end - frontier) - frontierLag);
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
