import type { HistoryProblem } from '../history/read-history.ts';
import type { Report } from './check.ts';
import { type Verdict, type VerdictCode, verdictCodes } from './verdict.ts';

const shownPerCode = 5;
const shownProblems = 20;
const number = new Intl.NumberFormat('en');

/** What was checked and what is wrong, for a person. */
export function reportText({ counts, verdicts }: Report): string {
  const count = (many: number, thing: string): string => `${number.format(many)} ${thing}${many === 1 ? '' : 's'}`;
  const { turns, conversations, replies, completed, degraded, failed, repeatedReplies } = counts;
  const share = (counts.repeatedShare * 100).toFixed(2);
  return [
    `${count(turns, 'turn')} of ${count(conversations, 'conversation')}, ${count(counts.submitted, 'acknowledgement')}`,
    `${number.format(replies)} answered: ${completed} completed, ${degraded} degraded, ${failed} failed; ${count(repeatedReplies, 'reply record')} repeated byte for byte (${share} %)`,
    `${count(counts.readers, 'reader')}, ${count(counts.gaps, 'gap')} told, ${count(counts.effects, 'effect')}, ${count(counts.rejectedRecords, 'record')} that no turn is, ${count(counts.faults, 'fault')}`,
    ...(verdicts.length === 0 ? ['Every promise was kept.'] : violationsText(verdicts)),
    '',
  ].join('\n');
}

function violationsText(verdicts: readonly Verdict[]): string[] {
  const groups = verdictCodes.map((code) => ({ code, of: verdicts.filter((verdict) => verdict.code === code) }));
  return groups
    .filter(({ of }) => of.length > 0)
    .flatMap(({ code, of }) => [
      `${code}: ${number.format(of.length)}`,
      ...of.slice(0, shownPerCode).map(({ sentence, lines }) => `  ${sentence} (${linesText(lines)})`),
      ...andMore(of.length - shownPerCode),
    ]);
}

function linesText(lines: readonly number[]): string {
  return `${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}`;
}

const andMore = (more: number): string[] => (more > 0 ? [`  and ${number.format(more)} more`] : []);

/** Why a file is no history. */
export function problemsText(path: string, problems: readonly HistoryProblem[]): string {
  return [
    `${path} is no history that can be checked: ${number.format(problems.length)} ${problems.length === 1 ? 'problem' : 'problems'}.`,
    ...problems
      .slice(0, shownProblems)
      .map(({ line, problem }) => (line === 0 ? `  the file ${problem}` : `  line ${line} ${problem}`)),
    ...andMore(problems.length - shownProblems),
    'docs/reference/fault-history.md describes the format.',
    '',
  ].join('\n');
}

/** How many verdicts of each code, those that there are. */
export function verdictsByCode(verdicts: readonly Verdict[]): Partial<Record<VerdictCode, number>> {
  const byCode: Partial<Record<VerdictCode, number>> = {};
  for (const { code } of verdicts) byCode[code] = (byCode[code] ?? 0) + 1;
  return byCode;
}
