import { formatUsd, type Usd } from '@turnfleet/model';
import type { CostSum, Costs, Grouping } from './sum-costs.ts';
import { table } from './table.ts';

export interface Told extends Costs {
  readonly by: Grouping;
  /** The model compared with, null if none. */
  readonly comparedWith: string | null;
}

/** What was spent, a line for each group, most expensive first, and what routing saved. */
export function costText({ groups, total, by, comparedWith }: Told): string {
  if (total.calls === 0) return 'No model call is in chat.usage.\n';
  const rows = ordered(groups, by).map(([name, sum]) => rowOf(name, sum));
  const heads = [by, 'turns', 'calls', 'input', 'output', 'US dollars', 'of that estimated'];
  const lines = [table([heads, ...rows, rowOf('total', total)])];
  if (comparedWith !== null) {
    const saved = total.compared - total.cost;
    lines.push(
      '',
      `The same answers from ${comparedWith} alone: $${rounded(total.compared)}. Routing ${saved < 0n ? 'cost' : 'saved'} $${rounded(saved < 0n ? -saved : saved)} (${share(saved, total.compared)} %).`,
    );
  }
  if (total.estimated > 0n)
    lines.push(
      '',
      'Estimated: calls whose vendor said no usage – cut, called off –, and at the most they can have cost those whose worker went away.',
    );
  return `${lines.join('\n')}\n`;
}

/** The same as JSON; amounts are exact decimals. */
export function costJson({ groups, total, by, comparedWith }: Told): string {
  const told = (sum: CostSum) => ({
    ...{ turns: sum.turns, calls: sum.calls, inputTokens: sum.inputTokens, outputTokens: sum.outputTokens },
    ...{ cost: formatUsd(sum.cost), estimated: formatUsd(sum.estimated) },
    ...(comparedWith === null ? {} : { compared: formatUsd(sum.compared) }),
  });
  const listed = ordered(groups, by).map(([name, sum]) => ({ [by]: name, ...told(sum) }));
  return `${JSON.stringify({ by, comparedWith, groups: listed, total: told(total) }, null, 2)}\n`;
}

function ordered(groups: Costs['groups'], by: Grouping): readonly (readonly [string, CostSum])[] {
  const all = [...groups];
  if (by === 'day') return all.sort(([a], [b]) => (a < b ? -1 : 1));
  return all.sort(([, a], [, b]) => (a.cost === b.cost ? 0 : a.cost < b.cost ? 1 : -1));
}

const rowOf = (name: string, { turns, calls, inputTokens, outputTokens, cost, estimated }: CostSum) => [
  name === '' ? 'no model' : name,
  ...[turns, calls, inputTokens, outputTokens].map(String),
  rounded(cost),
  estimated === 0n ? '' : rounded(estimated),
];

const microdollar = 1_000_000n;

/** Six decimals. */
function rounded(amount: Usd): string {
  const micros = (amount + microdollar / 2n) / microdollar;
  return `${micros / 1_000_000n}.${String(micros % 1_000_000n).padStart(6, '0')}`;
}

const share = (part: Usd, whole: Usd): string =>
  whole === 0n ? '0' : (Number((part * 1_000n) / whole) / 10).toFixed(1);
