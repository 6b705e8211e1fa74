import { barText } from '../report/bar.ts';
import { ratioText, spreadText, tableOf } from '../report/table.ts';
import { machineText } from '../settings.ts';
import type { ToolsResult } from './result.ts';

/** The result for a reader: a table, then the bars. */
export function toolsText(result: ToolsResult): string {
  const rows = result.contenders.map((one) => [
    one.contender,
    spreadText(one.cpuMicrosPerStep),
    ratioText(one.cpuOverTurnfleet.median),
    ratioText(one.overSlowest.median),
    spreadText(one.p99Ms),
    spreadText(one.p99WithSlowMs),
    ratioText(one.slowOverCalm.median),
  ]);
  const head = ['', 'CPU µs/step', 'of Turnfleet', 'step/slowest', 'p99, ms', 'one of three slow', 'ratio'];
  return [
    `tools: three calls side by side, ${machineText(result)}`,
    tableOf(head, rows),
    result.bars.map(barText).join('\n'),
  ].join('\n\n');
}
