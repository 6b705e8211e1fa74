import { randomUUID } from 'node:crypto';
import { oncePerSize } from '../consume/from-kafka.ts';
import { partitions } from '../consumers/consumer.ts';
import { type Loader, openLoader } from '../consumers/loader.ts';
import { startTurnfleet } from '../consumers/turnfleet.ts';
import type { Settings } from '../settings.ts';
import { balancedKeys } from '../work/keys.ts';
import { measuredRun, type RunReport } from '../work/measured-run.ts';
import { dimensions, growth, type Point, waitMs } from './points.ts';
import { type GrowthResult, type Measured, resultOf } from './result.ts';

/** Turnfleet alone, with more keys, a longer backlog, and another worker; `rounds` times after a warm-up. */
export async function runGrowth(settings: Settings): Promise<GrowthResult> {
  const { servers, rounds, log } = settings;
  const loader = await openLoader(servers.brokers);
  const topicOf = topicsOf(loader);
  const measured: Measured[] = [];
  try {
    log('warm-up');
    await consume(settings, { keys: 1_000, messages: 10_000, workers: 1 }, topicOf);
    for (let round = 1; round <= rounds; round++)
      for (const dimension of dimensions) {
        log(`round ${round} of ${rounds}, ${dimension}`);
        for (const point of growth[dimension]) {
          measured.push({ dimension, point, report: await consume(settings, point, topicOf) });
        }
      }
  } finally {
    await loader.close();
  }
  return resultOf(measured, rounds);
}

type TopicOf = (point: Point) => Promise<string>;

/** The same topic for all points that have as many keys and messages. */
function topicsOf(loader: Loader): TopicOf {
  const filled = new Map<number, ReturnType<typeof oncePerSize>>();
  return ({ keys, messages }) => {
    const ofSize = filled.get(keys) ?? oncePerSize((size) => loader.createFilled(balancedKeys(keys, partitions), size));
    filled.set(keys, ofSize);
    return ofSize(messages);
  };
}

/** All workers are engines of their own in this process, members of one group: what they cost is what it costs. */
async function consume({ servers, clock, log }: Settings, point: Point, topicOf: TopicOf): Promise<RunReport> {
  const { keys, messages, workers } = point;
  const source = { brokers: servers.brokers, topic: await topicOf(point), group: `bench-${randomUUID()}` };
  const run = measuredRun(clock, messages, waitMs);
  const consumers = await Promise.all(Array.from({ length: workers }, () => startTurnfleet(source, run.handle)));
  try {
    const report = await run.finished;
    log(`  ${keys} keys, ${messages} messages, ${workers} workers: ${report.seconds.toFixed(2)} s`);
    return report;
  } finally {
    await Promise.all(consumers.map((consumer) => consumer.stop()));
  }
}
