import { parentPort } from 'node:worker_threads';
import { verdictsByCode } from '../checker/report-text.ts';
import { openStateAt } from './open-state-at.ts';
import { judgeSeed } from './run-seed.ts';
import type { SeedOrder, SeedResult } from './run-seeds.ts';

// A thread that runs one seed after another, as it is told. Errors are expected by the thousand; nobody reads their stacks.
Error.stackTraceLimit = 0;
parentPort?.on('message', ({ seed, turns, only, redisUrl }: SeedOrder) => {
  void judgeSeed(seed, turns, only, openStateAt(redisUrl)).then(({ report: { counts, verdicts } }) => {
    const result: SeedResult = { seed, turns: counts.turns, violations: verdictsByCode(verdicts) };
    parentPort?.postMessage(result);
  });
});
