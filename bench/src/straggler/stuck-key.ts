import { wait } from '@turnfleet/core';
import type { Loader } from '../consumers/loader.ts';
import { quantile } from '../report/statistics.ts';
import type { Settings } from '../settings.ts';
import { withRun } from './run.ts';
import type { ConsumerName } from './worker-settings.ts';

const stuckKeyLoad = { waitMs: 10, perSecond: 600, stuckMs: 10_000 } as const;
const warmUpMs = 3_000;

/** Latencies of the keys that are not stuck, milliseconds from offer to end. */
interface Latencies {
  readonly p50: number;
  readonly p99: number;
}

export interface StuckKeyReport {
  readonly undisturbed: Latencies;
  readonly stuck: Latencies;
}

/** One worker, the same load twice: the second time one message of one key takes 10 s. */
export async function stuckKey(settings: Settings, loader: Loader, consumer: ConsumerName): Promise<StuckKeyReport> {
  const undisturbed = await latenciesOf(settings, loader, consumer, false);
  return { undisturbed, stuck: await latenciesOf(settings, loader, consumer, true) };
}

/** Of what is offered within the 10 s in which the message is stuck, or would be. */
function latenciesOf(settings: Settings, loader: Loader, consumer: ConsumerName, sticks: boolean): Promise<Latencies> {
  const { clock } = settings;
  const { waitMs, perSecond, stuckMs } = stuckKeyLoad;
  const stuck = { message: (perSecond * warmUpMs) / 1_000, ms: sticks ? stuckMs : waitMs };
  const options = { consumer, waitMs, perSecond, workers: ['only'], stuck };
  return withRun(settings, loader, options, async ({ executions, stuckKey, workOff }) => {
    await wait(clock, warmUpMs);
    const from = clock.monotonic();
    await wait(clock, stuckMs);
    const to = clock.monotonic();
    await workOff();
    const others = executions.latencies(from, to, (id) => !id.startsWith(`${stuckKey}:`));
    return { p50: quantile(others, 0.5), p99: quantile(others, 0.99) };
  });
}
