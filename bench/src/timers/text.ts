import { spreadOf } from '../report/statistics.ts';
import { spreadText, tableOf } from '../report/table.ts';
import { machineText } from '../settings.ts';
import type { TimersResult } from './result.ts';

/** The result for a reader: what waiting costs beside not waiting. */
export function timersText(result: TimersResult): string {
  const { conversations, measured } = result;
  const spread = (of: (one: TimersResult['measured'][number]) => number): string =>
    spreadText(spreadOf(measured.map(of)));
  const rows = [
    ['bytes a conversation', spread(({ without }) => without.bytesEach), spread(({ waiting }) => waiting.bytesEach)],
    ['Redis CPU µs a commit', spread(({ without }) => without.microsEach), spread(({ waiting }) => waiting.microsEach)],
    ['Redis CPU µs a look', '', spread(({ lookMicros }) => lookMicros)],
  ];
  const each = spread(({ without, waiting }) => waiting.bytesEach - without.bytesEach);
  return [
    `timers: ${conversations.toLocaleString('en')} conversations that wait, ${machineText(result)}`,
    tableOf(['', 'without a timer', 'with one'], rows),
    `bytes a timer: ${each}; a million are as many megabytes`,
  ].join('\n\n');
}
