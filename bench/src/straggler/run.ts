import { randomUUID } from 'node:crypto';
import { type Clock, wait } from '@turnfleet/core';
import { partitions } from '../consumers/consumer.ts';
import type { Loader } from '../consumers/loader.ts';
import type { Settings } from '../settings.ts';
import { balancedKeys, type Key } from '../work/keys.ts';
import { Executions } from './executions.ts';
import { type Load, startLoad } from './load.ts';
import { type Send, sendTo, sendTurns } from './send-messages.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';
import type { ConsumerName, WorkerSettings } from './worker-settings.ts';

const keyCount = 1_000;
/** How long a run may take to work off what was offered, or to move again. */
export const patienceMs = 60_000;
/** What a group may take to share out its partitions. */
const settlingMs = 5_000;
const pollMs = 50;
/** The orchestrator's group: it stays, as the turns of earlier runs do. */
const turnsGroup = 'bench-straggler';

interface RunOptions {
  readonly consumer: ConsumerName;
  readonly waitMs: number;
  readonly perSecond: number;
  readonly workers: readonly string[];
  /** Index of the message that gets stuck. */
  readonly stuck: { readonly message: number; readonly ms: number } | null;
}

/** Worker processes under load. */
interface Run {
  readonly executions: Executions;
  readonly workers: ReadonlyMap<string, WorkerProcess>;
  readonly stuckKey: string | null;
  /** Offers no more, and waits until all that was offered has ended (or patience has). */
  readonly workOff: () => Promise<void>;
}

/** Starts workers, then the load; `scene` decides what happens to them. All is stopped afterwards. */
export async function withRun<T>(
  { servers, clock }: Settings,
  loader: Loader,
  options: RunOptions,
  scene: (run: Run) => Promise<T>,
): Promise<T> {
  const { consumer, waitMs, perSecond, stuck } = options;
  const id = randomUUID().slice(0, 8);
  const keys = balancedKeys(keyCount, partitions, id);
  const ofTurns = consumer === 'orchestrator';
  const topic = ofTurns ? '' : await loader.create();
  const group = ofTurns ? turnsGroup : `bench-${id}`;
  const stuckMessage = stuck && placeOf(keys, stuck.message);
  const settings: WorkerSettings = {
    ...servers,
    consumer,
    topic,
    group,
    waitMs,
    stuck: stuck && stuckMessage && { id: `${stuckMessage.key}:${stuckMessage.sequence}`, ms: stuck.ms },
  };
  const executions = new Executions();
  const workers = new Map<string, WorkerProcess>();
  let load: Load | undefined;
  try {
    for (const name of options.workers) workers.set(name, await startWatched(clock, settings, name, executions));
    await wait(clock, settlingMs);
    const send: Send = ofTurns ? sendTurns(loader.producer) : sendTo(loader.producer, topic);
    load = startLoad(clock, keys, perSecond, executions, send);
    const started = load;
    const workOff = async (): Promise<void> => {
      await started.stop();
      await until(clock, () => executions.left === 0);
    };
    return await scene({ executions, workers, stuckKey: stuckMessage?.key ?? null, workOff });
  } finally {
    await load?.stop();
    await Promise.all([...workers.values()].map((worker) => worker.stop()));
  }
}

/** Looks again and again; false if it did not become true within the patience. */
export async function until(clock: Clock, condition: () => boolean): Promise<boolean> {
  const giveUpAt = clock.monotonic() + patienceMs;
  while (!condition()) {
    if (clock.monotonic() > giveUpAt) return false;
    await wait(clock, pollMs);
  }
  return true;
}

function placeOf(keys: readonly Key[], message: number) {
  const key = keys[message % keys.length];
  return key ? { key: key.key, sequence: Math.floor(message / keys.length) } : null;
}

function startWatched(clock: Clock, settings: WorkerSettings, name: string, executions: Executions) {
  return startWorkerProcess(settings, (event) => {
    if (event.kind === 'began') executions.began(event.id, name);
    else if (event.kind === 'ended') executions.ended(event.id, name, clock.monotonic());
  });
}
