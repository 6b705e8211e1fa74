import { historyText } from '../campaign/failing-seed.ts';
import type { Out } from '../checker/check-file.ts';
import { strikeEverywhere, struckText } from './strike-everywhere.ts';

/** Cases told in full. */
const mostTold = 3;

/** Runs every case; the last line is one JSON object. Gives the exit code: 1 if a promise was broken. */
export async function exhaust(out: Out, progress: (text: string) => void): Promise<0 | 1> {
  const failing: string[] = [];
  let cases = 0;
  for await (const struck of strikeEverywhere()) {
    cases++;
    const [verdict] = struck.report.verdicts;
    if (verdict) {
      failing.push(struckText(struck));
      if (failing.length <= mostTold)
        out.write(
          `${struckText(struck)}: ${verdict.code}: ${verdict.sentence}\n${historyText(struck.history, verdict)}\n`,
        );
    }
    progress(`${cases} cases, ${failing.length} failing`);
  }
  out.write(`${JSON.stringify({ target: 'sim', exhaustive: true, cases, failing: failing.length })}\n`);
  return failing.length === 0 ? 0 : 1;
}
