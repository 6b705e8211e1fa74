import {
  ailments,
  alone,
  both,
  locales,
  type Pair,
  type Protocol,
  protocols,
  questionNames,
  questions,
} from './cases.ts';
import { limitMs } from './catalogue-text.ts';
import type { Degradation, Reads } from './run-degradation.ts';
import { pairKey } from './run-degradation.ts';
import { scenarioNames } from './scenarios.ts';

const vendors: Readonly<Record<Protocol, string>> = { openai: 'OpenAI', anthropic: 'Anthropic' };

const head = `# What shoppers read when something is away

Made by \`npm run faults -- --degradation\` from a run: fleets in one process, over real sockets, with the simulator as both vendors. A spec refuses a page that lacks a fault. Every fault hits every request to its vendor, for good; ${ailments.length - 1} faults (\`libs/contract/src/simulator/behaviour.ts\`), alone and in pairs, with OpenAI's protocol asked first and Anthropic's behind it, and the other way round. A vendor may take ${limitMs / 1_000} s to its first byte and between two parts, a turn its usual 30 s.

Two questions are asked in both languages. The **plain** one can be [answered without a model](../guide/models.md#without-any-model): "${questions.plain['zh-CN']}", "${questions.plain.en}". The **other** one takes a model: "${questions.other['zh-CN']}", "${questions.other.en}". Where the languages came to the same, a cell says it once. "After a reset": text that was shown before has been taken back.

`;

/** `docs/reference/degradation.md`. */
export function degradationPage(found: Degradation): string {
  return [
    head,
    '## What is read\n\n',
    table(['question', 'outcome', 'in Chinese', 'in English'], textRows(found)),
    '\n## One vendor suffers\n\nThe vendor behind it is well.\n\n',
    table(
      pairColumns(['fault']),
      rowsOf(found, alone, ({ first }) => [first]),
    ),
    '\n## Both suffer\n\n',
    table(
      pairColumns(['first', 'second']),
      rowsOf(found, both, ({ first, second }) => [first, second]),
    ),
    '\n## Other things away\n\n',
    table(['what', ...questionNames], scenarioRows(found)),
  ].join('');
}

/** What the rows of the tables are about, in the order of the page: which of them are there does not depend on a run. */
export function rowNames(): readonly string[] {
  const named = [...alone.map(({ first }) => [first]), ...both.map(({ first, second }) => [first, second])];
  return [...named.map((names) => names.map((name) => `\`${name}\``).join(' | ')), ...scenarioNames];
}

function pairColumns(first: readonly string[]): string[] {
  return [
    ...first,
    ...protocols.flatMap((one) => questionNames.map((question) => `${vendors[one]} first: ${question}`)),
  ];
}

function rowsOf({ pairs }: Degradation, some: readonly Pair[], names: (pair: Pair) => readonly string[]): string[][] {
  return some.map((pair) => [
    ...names(pair).map((name) => `\`${name}\``),
    ...protocols.flatMap((protocol) => cells(pairs.get(pairKey(protocol, pair.first, pair.second)))),
  ]);
}

function scenarioRows({ scenarios }: Degradation): string[][] {
  return scenarioNames.map((name) => [name, ...cells(scenarios.get(name))]);
}

/** One cell a question. */
function cells(reads: Reads | undefined): string[] {
  return questionNames.map((question) => {
    const outcomes = locales.map((locale) => reads?.[`${question} ${locale}`]?.outcome ?? 'not run');
    const [first = ''] = outcomes;
    if (new Set(outcomes).size === 1) return first;
    return locales.map((locale, at) => `${locale}: ${outcomes[at]}`).join('; ');
  });
}

/** A text for every outcome: the first one that was read. What a model said to the other question is its own affair. */
function textRows({ pairs, scenarios }: Degradation): string[][] {
  const all = [...pairs.values(), ...scenarios.values()];
  const rows = questionNames.flatMap((question) => {
    const outcomes = new Set(all.flatMap((reads) => locales.map((locale) => outcomeOf(reads, question, locale))));
    return [...outcomes]
      .filter((outcome) => outcome !== '' && !outcome.endsWith('after a reset'))
      .toSorted()
      .map((outcome) => [question, outcome, ...locales.map((locale) => textOf(all, question, outcome, locale))]);
  });
  return rows;
}

const outcomeOf = (reads: Reads, question: string, locale: string): string =>
  reads[`${question} ${locale}`]?.outcome ?? '';

function textOf(all: readonly Reads[], question: string, outcome: string, locale: string): string {
  if (question === 'other' && outcome.includes('answered')) return "(the model's answer)";
  const reads = all.find((one) => outcomeOf(one, question, locale) === outcome);
  return (reads?.[`${question} ${locale}`]?.text ?? '–').replaceAll(/\s*\n\s*/g, ' ⏎ ').replaceAll('|', '\\|');
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('');
}
