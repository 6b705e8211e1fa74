import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Behaviour, behaviourSchema, type FaultKind } from '@turnfleet/contract/simulator';
import { type InProcess, startInProcess } from '@turnfleet/fleet/in-process';
import type { BaseSettings } from '../settings.ts';
import { askAll } from './ask-all.ts';
import { allOnStrongest, atThree, builtInAt } from './catalogues.ts';
import { readQuestions } from './read-questions.ts';
import { type RouteResult, resultOf } from './result.ts';

/** A third of the calls: half of that before an answer begins, half in its middle. */
const failing: readonly [FaultKind, number][] = [
  ['server_error', 1 / 6],
  ['cut_mid_stream', 1 / 5],
];

/** The mix of shop questions three times: routed, all on the strongest model, and with one of three endpoints failing. */
export async function runRoute({ log }: Pick<BaseSettings, 'log'>): Promise<RouteResult> {
  await using closing = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'turnfleet-route-'));
  closing.defer(() => rm(folder, { recursive: true, force: true }));
  const simulators = await Promise.all(['a', 'b', 'c'].map(() => startInProcess({}, ['sim-llm'])));
  for (const simulator of simulators) closing.defer(() => simulator.stop());
  const urls = simulators.map(urlOf);
  const [first = ''] = urls;
  await Promise.all(urls.map((url) => behave(url, [])));
  const questions = readQuestions();
  const file = join(folder, 'models.yaml');

  log(`${questions.length} turns by the built-in rules`);
  const routed = await askAll(questions, builtInAt(first), file);
  log('the same, all on the strongest model');
  const strongest = await askAll(questions, allOnStrongest(first), file);
  log('the same by the built-in rules, everyday turns at three endpoints of which one fails a third of its calls');
  await behave(first, failing);
  const withFailures = await askAll(questions, atThree(urls), file);
  return resultOf({ routed, strongest, failing: withFailures, callsFailed: await failuresOf(first) });
}

const urlOf = ({ addresses }: InProcess): string => addresses['sim-llm.http'] ?? '';

async function behave(url: string, faults: readonly [FaultKind, number][]): Promise<void> {
  const behaviour: Behaviour = behaviourSchema.parse({
    latency: { ttftMs: 0, tokensPerSecond: 1_000_000 },
    faults: faults.map(([kind, probability], seed) => ({ kind, probability, seed })),
  });
  await fetch(`${url}/_sim/behaviour`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(behaviour),
  });
}

/** How many requests the faults of a simulator have hit. */
async function failuresOf(url: string): Promise<number> {
  const state = (await (await fetch(`${url}/_sim/behaviour`)).json()) as { faults: { fired: number }[] };
  return state.faults.reduce((sum, { fired }) => sum + fired, 0);
}
