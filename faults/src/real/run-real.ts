import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkFile, type Out } from '../checker/check-file.ts';
import { startFleet } from './fleet/start-fleet.ts';
import { Accounts } from './load/accounts.ts';
import { askedByTurn, reExecutedAfter } from './measure/re-execution.ts';
import { observe } from './observe.ts';
import type { RealOptions } from './real-options.ts';
import { reportOf, reportText } from './report.ts';

/**
 * A fleet of real processes on real servers under load, while faults come from outside; then the judgement of what it left
 * behind. Gives the exit code: 0 every promise kept, 1 one was broken or the run failed.
 */
export async function runReal(options: RealOptions, out: Out): Promise<0 | 1> {
  const began = Date.now();
  const say = (line: string): void =>
    void out.write(`${((Date.now() - began) / 1_000).toFixed(1).padStart(7)} ${line}\n`);
  const run = `f${options.seed}-${began.toString(36)}`;
  const accounts = new Accounts();
  const asked = askedByTurn();
  const parts = { groupId: run, modelMs: options.modelMs, asked: asked.add, say, signal: options.signal };
  const fleet = await startFleet(parts);
  let keep = true;
  try {
    const path = options.history ?? join(fleet.folder, 'history.jsonl');
    const measured = await observe({ options, run, accounts, fleet, path, say });
    const reExecutions = measured.deaths.map((death) => reExecutedAfter(death, asked.turns, accounts));
    const crashes = Object.fromEntries(
      fleet.processes.map((one) => [one.name, one.crashes] as const).filter(([, n]) => n),
    );
    const report = reportOf({ ...measured, seed: options.seed, reExecutions, crashes });
    say('checking the history …');
    const verdict = await checkFile(path, out);
    keep = verdict !== 0 || Object.keys(crashes).length > 0;
    if (!options.history && verdict === 0) await rm(path);
    out.write(`${reportText(report)}${JSON.stringify({ ...report, kept: verdict === 0 })}\n`);
    return verdict === 0 ? 0 : 1;
  } finally {
    await fleet.stop(keep);
    if (keep) say(`what the processes logged: ${fleet.folder}`);
  }
}
