import { availableParallelism } from 'node:os';
import type { Out } from '../checker/check-file.ts';
import { type HistoryWriter, writeHistory } from '../history/write-history.ts';
import { runSeeds } from './run-seeds.ts';

export interface SimulateOptions {
  readonly seed: number;
  readonly runs: number;
  /** Of each run. */
  readonly turns: number;
  /** Where the state is; undefined: in memory. */
  readonly redisUrl?: string;
  /** See `makePlan`. */
  readonly only?: readonly string[];
  /** Where the history of the first seed goes. */
  readonly history?: string;
}

type Order = Pick<SimulateOptions, 'turns' | 'only' | 'redisUrl'>;

/** Failing seeds that are shrunk and told in full. */
const mostTold = 3;

/** Runs the seeds from `seed` on; the last line is one JSON object. Gives the exit code: 1 if a promise was broken. */
export async function simulate(options: SimulateOptions, out: Out, progress: (text: string) => void): Promise<0 | 1> {
  const { seed: first, runs, turns, history, only, redisUrl } = options;
  const order = { turns, ...(only && { only }), ...(redisUrl !== undefined && { redisUrl }) };
  if (history !== undefined) await writeRun(first, order, history);
  const seeds = Array.from({ length: runs }, (_, i) => first + i);
  const failing: number[] = [];
  const violations: Record<string, number> = {};
  let [done, total] = [0, 0];
  const began = performance.now();
  const perSecond = (): number => Math.round(total / ((performance.now() - began) / 1_000));
  await runSeeds(seeds, order, Math.min(runs, availableParallelism()), (result) => {
    done++;
    total += result.turns;
    const found = Object.entries(result.violations);
    if (found.length > 0) failing.push(result.seed);
    for (const [code, count] of found) violations[code] = (violations[code] ?? 0) + count;
    progress(`${done}/${runs} runs, ${total} turns, ${perSecond()} turns/s, ${failing.length} failing`);
  });
  const turnsPerSecond = perSecond();
  failing.sort((a, b) => a - b);
  if (failing.length > 0) await explain(failing.slice(0, mostTold), order, out);
  const store = redisUrl === undefined ? 'memory' : 'redis';
  const summary = { target: 'sim', store, runs, turns: total, turnsPerSecond, violations, failingSeeds: failing };
  out.write(`${JSON.stringify(summary)}\n`);
  return failing.length === 0 ? 0 : 1;
}

/** The simulator runs on the threads; this one loads it only if it has to run something by itself. */
async function explain(seeds: readonly number[], { turns, only, redisUrl }: Order, out: Out): Promise<void> {
  const { explainSeed, failureText } = await import('./failing-seed.ts');
  const { openStateAt } = await import('./open-state-at.ts');
  const openState = openStateAt(redisUrl);
  for (const seed of seeds) {
    const explained = await explainSeed(seed, turns, only, openState);
    if (explained) out.write(failureText(seed, turns, explained));
  }
}

async function writeRun(seed: number, { turns, only, redisUrl }: Order, path: string): Promise<void> {
  const { judgeSeed } = await import('./run-seed.ts');
  const { openStateAt } = await import('./open-state-at.ts');
  const { history } = await judgeSeed(seed, turns, only, openStateAt(redisUrl));
  const file: HistoryWriter = writeHistory(path);
  for (const event of history) await file.write(event);
  await file.close();
}
