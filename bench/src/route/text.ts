import { barText } from '../report/bar.ts';
import { numberText, tableOf } from '../report/table.ts';
import type { ClassResult, RouteResult } from './result.ts';

/** The result for a reader: a line for each class of questions, then the bars. */
export function routeText(result: RouteResult): string {
  const { turns, classes, costUsd, strongestUsd, failing, examples } = result;
  const columns = ['class', 'turns', 'answered by', 'USD', 'on the strongest', 'saved', 'wrong', 'incomplete'];
  const all = {
    class: 'all',
    turns,
    models: {},
    costUsd,
    strongestUsd,
    wrong: sumOf(classes, 'wrong'),
    incomplete: sumOf(classes, 'incomplete'),
  };
  const { succeeded, callsFailed } = failing;
  return [
    `route: ${numberText(turns)} turns of bench/shop-questions.jsonl at the simulator's list prices`,
    tableOf(columns, [...classes, all].map(row)),
    `one of three endpoints failed ${callsFailed} calls: ${succeeded} of ${failing.turns} turns completed`,
    ...examples.map((example) => `wrong: ${example}`),
    result.bars.map(barText).join('\n'),
  ].join('\n\n');
}

const sumOf = (classes: readonly ClassResult[], field: 'wrong' | 'incomplete'): number =>
  classes.reduce((sum, one) => sum + one[field], 0);

type Row = Omit<ClassResult, 'class'> & { readonly class: string };

function row({ class: name, turns, models, costUsd, strongestUsd, wrong, incomplete }: Row): string[] {
  const answeredBy = Object.entries(models).map(([model, count]) => `${model || 'flows'} ${count}`);
  // What flows answer costs nothing, on any model.
  const saved = strongestUsd === 0 ? '–' : `${numberText((1 - costUsd / strongestUsd) * 100)} %`;
  return [
    name,
    numberText(turns),
    answeredBy.join(', '),
    costUsd.toFixed(4),
    strongestUsd.toFixed(4),
    saved,
    numberText(wrong),
    numberText(incomplete),
  ];
}
