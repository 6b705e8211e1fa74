import { barText } from '../report/bar.ts';
import { ratioText, spreadText, tableOf } from '../report/table.ts';
import { machineText } from '../settings.ts';
import type { StragglerResult } from './result.ts';

/** The result for a reader: a table for each run, then the bars. */
export function stragglerText(result: StragglerResult): string {
  const stuck = tableOf(
    ['', 'p99 undisturbed, ms', 'p99 beside a stuck key, ms', 'ratio'],
    result.stuckKey.map((one) => [
      one.name,
      spreadText(one.undisturbedP99),
      spreadText(one.stuckP99),
      ratioText(one.ratio.median),
    ]),
  );
  const killed = tableOf(
    ['', 'running at the kill', 'repeated beyond these', 'moving again after, ms', 'lost'],
    result.killedWorker.map((one) => [
      one.name,
      spreadText(one.runningAtKill),
      spreadText(one.repeatedBeyondRunning),
      spreadText(one.movingAgainMs),
      String(one.lost),
    ]),
  );
  return [
    `straggler: 1,000 keys, 24 partitions, ${machineText(result)}`,
    `one key stuck for 10 s: the other keys\n${stuck}`,
    `one of two workers killed\n${killed}`,
    result.bars.map(barText).join('\n'),
  ].join('\n\n');
}
