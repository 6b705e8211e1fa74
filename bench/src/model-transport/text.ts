import { barText } from '../report/bar.ts';
import { ratioText, spreadText, tableOf } from '../report/table.ts';
import { machineText } from '../settings.ts';
import { chunks, modes } from './answers.ts';
import type { TransportResult } from './result.ts';

/** The result for a reader: a table for whole and one for streamed answers, then the bars. */
export function transportText(result: TransportResult): string {
  const head = `model-transport: one request with the shop's tools, ${machineText(result)}`;
  const titles = { whole: 'whole answers', streamed: `answers in ${chunks} chunks` };
  const tables = modes.map((mode) => {
    const rows = result.calls[mode].map(({ contender, cpuMicrosPerCall, overTurnfleet }) => [
      contender,
      spreadText(cpuMicrosPerCall),
      ratioText(overTurnfleet.median),
    ]);
    return `${titles[mode]}\n${tableOf(['', 'CPU µs/call', 'of Turnfleet'], rows)}`;
  });
  return [head, ...tables, result.bars.map(barText).join('\n')].join('\n\n');
}
