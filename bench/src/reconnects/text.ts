import { barText } from '../report/bar.ts';
import { numberText, tableOf } from '../report/table.ts';
import { machineText } from '../settings.ts';
import type { ReconnectsResult, Storm } from './benchmark.ts';

const columns = ['', 'refused', 'lost', 'repeated', 'all back, ms', 'p50 ms', 'p95 ms', 'CPU µs each', 'Redis µs each'];

/** The result for a reader: a table, then the bars. */
export function reconnectsText(result: ReconnectsResult): string {
  const head = `reconnects: ${result.connections} event streams come back within 1 s; ${machineText(result)}`;
  return [head, tableOf(columns, result.storms.map(row)), result.bars.map(barText).join('\n')].join('\n\n');
}

function row(storm: Storm): string[] {
  const counts = [storm.refused, storm.lost, storm.repeated].map(String);
  const figures = [storm.allBackMs, storm.p50Ms, storm.p95Ms, storm.cpuMicrosEach].map(numberText);
  return [storm.name, ...counts, ...figures, storm.redisMicrosEach === null ? '–' : numberText(storm.redisMicrosEach)];
}
