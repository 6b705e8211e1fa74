import { barText } from '../report/bar.ts';
import { numberText, tableOf } from '../report/table.ts';
import { machineText } from '../settings.ts';
import type { Contender, FreshnessResult } from './benchmark.ts';

const inPercent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** The result for a reader: the contenders, the tools of the published day, then the bars. */
export function freshnessText(result: FreshnessResult): string {
  const { day, contenders, bars } = result;
  const columns = [
    'reads',
    'load',
    'hits',
    'calls saved',
    'failed',
    'stood in',
    'too old',
    'known better',
    'overtaken',
    'at most',
  ];
  const row = (one: Contender): string[] => [
    ...[one.name, `${one.load}×`, inPercent(one.hits / one.reads), inPercent(1 - one.calls / one.reads)],
    ...[one.failed, one.stoodIn, one.tooOld, one.knownBetter, one.overtaken].map(numberText),
    `${Math.round(one.longestOvertakenMs)} ms`,
  ];
  const [ours] = contenders.filter(({ name, load }) => name === 'turnfleet' && load === 1);
  const byTool = Object.entries(ours?.byTool ?? {}).map(([tool, { reads, hits }]) => [
    ...[tool, numberText(reads), inPercent(hits / reads)],
  ]);
  return [
    `freshness: ${machineText({ ...result, rounds: 1 })}`,
    `${day.readsPerSecond} reads a second on average, ${day.products} products by Zipf's law with ${day.zipf}, ${day.orchestrators} orchestrators; ${day.changesPerHour.stock} changes of stock, ${day.changesPerHour.price} of prices and ${day.changesPerHour.product} of products in an hour`,
    tableOf(columns, contenders.map(row)),
    tableOf(['tool', 'reads', 'hits'], byTool),
    bars.map(barText).join('\n'),
  ].join('\n\n');
}
