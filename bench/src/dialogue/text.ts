import { barText } from '../report/bar.ts';
import { spreadOf } from '../report/statistics.ts';
import { spreadText, tableOf } from '../report/table.ts';
import { machineText } from '../settings.ts';
import type { DialogueResult, RoundOfTurns } from './benchmark.ts';

/** The result for a reader: a turn with flows beside one without. */
export function dialogueText(result: DialogueResult): string {
  const spread = (of: (one: RoundOfTurns) => number): string => spreadText(spreadOf(result.measured.map(of)));
  const rows = [
    ['without flows', spread(({ without }) => without)],
    ['with flows, none of which wants it', spread(({ withFlows }) => withFlows)],
    ['telling the intent alone', spread(({ recognised }) => recognised)],
  ];
  const { messages, read, micros } = result.meaning;
  return [
    `dialogue: ${result.turns} turns a side, ${machineText(result)}`,
    tableOf(['a turn', 'CPU µs'], rows),
    `read by meaning, too: ${read} of ${messages} messages, ${micros.toFixed(0)} µs each, in the encoder's thread`,
    result.bars.map(barText).join('\n'),
  ].join('\n\n');
}
