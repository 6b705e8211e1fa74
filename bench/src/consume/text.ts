import { barText } from '../report/bar.ts';
import { numberText, ratioText, spreadText, tableOf } from '../report/table.ts';
import { machineText } from '../settings.ts';
import type { ConsumeResult, ContenderResult, WaitResult } from './result.ts';

/** The result for a reader: a table for each wait, then the bars. */
export function consumeText(result: ConsumeResult): string {
  const head = `consume: ${numberText(result.keys)} keys, 24 partitions, ${machineText(result)}`;
  return [head, ...result.waits.map(waitText), result.bars.map(barText).join('\n')].join('\n\n');
}

function waitText({ waitMs, idealPerSecond, contenders }: WaitResult): string {
  const ideal = idealPerSecond === null ? '' : `; ideal (work ÷ capacity) ${numberText(idealPerSecond)} messages/s`;
  const columns = ['', 'messages/s', 'Turnfleet is', 'of ideal', 'CPU µs/message', 'order of a key', 'messages'];
  return `handler waits ${waitMs} ms${ideal}\n${tableOf(
    columns,
    contenders.map((one) => row(one, idealPerSecond)),
  )}`;
}

function row(one: ContenderResult, ideal: number | null): string[] {
  return [
    one.name,
    spreadText(one.perSecond),
    one.name === 'turnfleet' ? '' : ratioText(one.turnfleetRatio.median),
    ideal === null ? '' : numberText(one.perSecond.median / ideal),
    numberText(one.cpuMicrosPerMessage.median),
    one.outOfOrder === 0 ? 'kept' : `${numberText(one.outOfOrder)} broken`,
    numberText(one.messages),
  ];
}
