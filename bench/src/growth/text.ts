import { barText } from '../report/bar.ts';
import { numberText, ratioText, spreadText, tableOf } from '../report/table.ts';
import { machineText } from '../settings.ts';
import { dimensions, waitMs } from './points.ts';
import type { GrowthResult, PointResult } from './result.ts';

/** The result for a reader: a table for each of what grows, then the bars. */
export function growthText(result: GrowthResult): string {
  const head = `growth: Turnfleet, 24 partitions, handler waits ${waitMs} ms, ${machineText(result)}`;
  const columns = ['keys', 'messages', 'workers', 'messages/s', 'CPU µs/message', 'of the first'];
  const tables = dimensions.map(
    (dimension) => `more ${dimension}\n${tableOf(columns, result.growth[dimension].map(row))}`,
  );
  return [head, ...tables, result.bars.map(barText).join('\n')].join('\n\n');
}

function row({ keys, messages, workers, perSecond, cpuMicrosPerMessage, cost }: PointResult): string[] {
  const size = [keys, messages, workers].map(numberText);
  return [...size, spreadText(perSecond), numberText(cpuMicrosPerMessage.median), ratioText(cost.median)];
}
