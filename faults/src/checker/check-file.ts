import { types } from 'node:util';
import { type HistoryProblem, linesOf, readHistory } from '../history/read-history.ts';
import { type Checker, createChecker } from './check.ts';
import { problemsText, reportText, verdictsByCode } from './report-text.ts';

/** Where text for the user goes, e.g. `process.stdout`. */
export interface Out {
  write(text: string): unknown;
}

/**
 * Judges the history in a file: tells what was found, the last line as one JSON object. Gives the exit code: 0 nothing is
 * wrong, 1 a promise was broken, 2 the file is no history.
 */
export async function checkFile(path: string, out: Out): Promise<0 | 1 | 2> {
  const problems: HistoryProblem[] = [];
  let checker: Checker | undefined;
  try {
    for await (const line of readHistory(linesOf(path), (problem) => problems.push(problem))) {
      if (line.event.event === 'begin') checker = createChecker(line.event.partitions);
      if (problems.length === 0) checker?.add(line);
    }
  } catch (error) {
    // Only the file system rejects here; its message names the file.
    if (!(types.isNativeError(error) && 'code' in error)) throw error;
    out.write(`The history cannot be read: ${error.message}\n${JSON.stringify({ history: path, problems: 1 })}\n`);
    return 2;
  }
  if (!checker || problems.length > 0) {
    out.write(`${problemsText(path, problems)}${JSON.stringify({ history: path, problems: problems.length })}\n`);
    return 2;
  }
  const report = checker.judge();
  const { counts, verdicts } = report;
  const summary = { history: path, violations: verdicts.length, verdicts: verdictsByCode(verdicts), counts };
  out.write(`${reportText(report)}${JSON.stringify(summary)}\n`);
  return verdicts.length === 0 ? 0 : 1;
}
