import { barText } from '../report/bar.ts';
import { spreadText, tableOf } from '../report/table.ts';
import { machineText } from '../settings.ts';
import type { SurgeResult } from './result.ts';

/** The result for a reader. */
export function surgeText(result: SurgeResult): string {
  const rows = [
    ['capacity, turns/s', spreadText(result.capacity)],
    ['offered at the height, turns/s', spreadText(result.offeredPerSecond)],
    ['admitted', String(result.admitted)],
    ['refused', String(result.refused)],
    ['answered in time, turns/s', spreadText(result.goodput)],
    ['acknowledged, p99 ms', spreadText(result.ackP99Ms)],
    ['refused, p99 ms', spreadText(result.refusalP99Ms)],
    ['other tenant before, p95 ms', spreadText(result.otherBeforeMs)],
    ['other tenant during, p95 ms', spreadText(result.otherDuringMs)],
    ['– of that until work began, p95 ms', spreadText(result.otherQueuedMs)],
    ['refused of the other tenant', String(result.otherRefused)],
  ];
  return [
    `surge: 75 times as many turns within 3 s, ${machineText(result)}`,
    tableOf(['', ''], rows),
    result.bars.map(barText).join('\n'),
  ].join('\n\n');
}
