import type { Out } from '../checker/check-file.ts';
import { runKafkaSeed } from './run-kafka-seed.ts';

/** Enough for some that outlast the group's patience. */
const troublesEach = 20;

export interface KafkaSeedsOptions {
  readonly seed: number;
  readonly runs: number;
  readonly brokers: string;
  /** Runs what is under way to its end, then no more. */
  readonly signal: AbortSignal;
}

/** Runs the seeds from `seed` on, one after another; the last line is one JSON object. Exit code: 1 if the adapter broke its promises. */
export async function runKafkaSeeds(options: KafkaSeedsOptions, out: Out): Promise<0 | 1> {
  const failing: number[] = [];
  const total = { records: 0, deliveries: 0 };
  let runs = 0;
  for (; runs < options.runs && !options.signal.aborted; runs++) {
    const seed = options.seed + runs;
    const { breaches, counts } = await runKafkaSeed(seed, options.brokers, troublesEach);
    total.records += counts.records;
    total.deliveries += counts.deliveries;
    if (breaches.length === 0) continue;
    failing.push(seed);
    out.write(`seed ${seed}:\n${breaches.map((breach) => `  ${breach}\n`).join('')}`);
  }
  out.write(`${JSON.stringify({ target: 'kafka', runs, ...total, failingSeeds: failing })}\n`);
  return failing.length === 0 ? 0 : 1;
}
