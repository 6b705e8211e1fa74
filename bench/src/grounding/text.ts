import { barText } from '../report/bar.ts';
import { numberText, tableOf } from '../report/table.ts';
import { machineText } from '../settings.ts';
import type { GroundingResult } from './benchmark.ts';
import type { Score } from './score-of.ts';

const inPercent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** The result for a reader: both sets, what was judged wrongly, the CPU, then the bars. */
export function groundingText(result: GroundingResult): string {
  const { tuned, heldOut, cpu } = result;
  const columns = ['set', 'sentences', 'adversarial', 'recall', 'precision', 'wrong'];
  const row = (name: string, { sentences, adversarial, recall, precision, wrong }: Score): string[] => [
    ...[name, numberText(sentences), numberText(adversarial)],
    ...[inPercent(recall), inPercent(precision), numberText(wrong.length)],
  ];
  const wrong = [...tuned.wrong, ...heldOut.wrong].map(
    ({ set, supported, sentence }) =>
      `  ${set}, ${supported ? 'held, but supported' : 'shown, but unsupported'}: ${sentence}`,
  );
  return [
    `grounding: ${machineText(result)}`,
    tableOf(columns, [row('tuned on', tuned), row('held out', heldOut)]),
    ['judged wrongly:', ...wrong].join('\n'),
    `CPU of a reply of ${cpu.charactersOfReply} characters: ${cpu.medianMs.toFixed(3)} ms, p99 ${cpu.p99Ms.toFixed(3)} ms (${numberText(cpu.replies)} replies)`,
    result.bars.map(barText).join('\n'),
  ].join('\n\n');
}
