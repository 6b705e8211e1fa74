import type { Verdict } from '../checker/verdict.ts';
import type { HistoryEvent } from '../history/history-event.ts';
import { makePlan } from '../sim/plan/make-plan.ts';
import type { Plan } from '../sim/plan/plan.ts';
import type { OpenState } from '../sim/state/sim-state.ts';
import { type Judged, judgePlan } from './run-seed.ts';
import { type Shrunk, shrink } from './shrink.ts';

/** A failing seed, as short as it can be told. */
export interface FailingSeed {
  readonly verdict: Verdict;
  readonly shrunk: Shrunk;
}

/** Null if the seed fails no more. */
export async function explainSeed(
  seed: number,
  turns: number,
  only?: readonly string[],
  openState?: OpenState,
): Promise<FailingSeed | null> {
  const judgeOne = (one: Plan): Promise<Judged> => judgePlan(one, openState);
  const plan = makePlan(seed, turns, only);
  const { report } = await judgeOne(plan);
  const [first] = report.verdicts;
  if (!first) return null;
  const shrunk = await shrink(plan, first.code, judgeOne);
  const verdict = shrunk.report.verdicts.find(({ code }) => code === first.code);
  return { verdict: verdict ?? first, shrunk };
}

/** For a person: the verdict, the shortest history that shows it, how to see it again. */
export function failureText(seed: number, turns: number, { verdict, shrunk }: FailingSeed): string {
  const { plan, history, tries } = shrunk;
  const { workers, partitions, readers, faults } = plan;
  return [
    `seed ${seed}: ${verdict.code}: ${verdict.sentence}`,
    `  shrunk in ${tries} runs to ${plan.turns.length} turns, ${faults.length} faults, ${readers.length} readers, ${workers} workers, ${partitions} partitions:`,
    historyText(history, verdict),
    `  again: npm run faults -- --seed ${seed} --turns ${turns} --history history.jsonl`,
    '',
  ].join('\n');
}

/** A history, a line for each event; those that prove the verdict are marked. */
export function historyText(history: readonly HistoryEvent[], { lines }: Pick<Verdict, 'lines'>): string {
  return history.map((event, i) => `  ${lines.includes(i + 1) ? '>' : ' '} ${lineText(event, i + 1)}`).join('\n');
}

const longest = 150;

function lineText({ at, event, ...fields }: HistoryEvent, line: number): string {
  const text = Object.entries(fields)
    .filter(([name]) => name !== 'headers')
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ');
  const start = `${String(line).padStart(4)} ${String(at).padStart(7)} ms ${event} `;
  return start + (text.length > longest ? `${text.slice(0, longest)}…` : text);
}
