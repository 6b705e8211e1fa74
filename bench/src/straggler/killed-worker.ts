import { TurnfleetError, wait } from '@turnfleet/core';
import type { Loader } from '../consumers/loader.ts';
import type { Settings } from '../settings.ts';
import type { KillReport } from './executions.ts';
import { until, withRun } from './run.ts';
import type { ConsumerName } from './worker-settings.ts';

const warmUpMs = 5_000;
const afterwardsMs = 2_000;
const waitMs = 1_000;

/**
 * Half of what 24 handlers at once can take; of Turnfleet, which is not bound to partitions, more is asked, so that one
 * message in a hundred can be seen.
 */
const killLoad: Readonly<Record<ConsumerName, { readonly waitMs: number; readonly perSecond: number }>> = {
  orchestrator: { waitMs, perSecond: 100 },
  turnfleet: { waitMs, perSecond: 100 },
  eachMessage: { waitMs, perSecond: 12 },
  nestjs: { waitMs, perSecond: 12 },
};

/** Two worker processes; one is killed under load, which goes on until its partitions move again. */
export function killedWorker(settings: Settings, loader: Loader, consumer: ConsumerName): Promise<KillReport> {
  const { clock } = settings;
  const options = { ...killLoad[consumer], consumer, workers: ['killed', 'survivor'], stuck: null };
  return withRun(settings, loader, options, async ({ executions, workers, workOff }) => {
    const shared = (): boolean => executions.partitionsOf('killed') > 0 && executions.partitionsOf('survivor') > 0;
    if (!(await until(clock, shared)))
      throw new TurnfleetError('internal', `The two workers of ${consumer} did not share the partitions.`);
    await wait(clock, warmUpMs);
    const at = clock.monotonic();
    await workers.get('killed')?.kill();
    executions.killed('killed', at);
    await until(clock, () => executions.killReport().movingAgainMs !== null);
    await wait(clock, afterwardsMs);
    await workOff();
    return executions.killReport();
  });
}
