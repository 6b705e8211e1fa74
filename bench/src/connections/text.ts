import { barText } from '../report/bar.ts';
import { numberText, tableOf } from '../report/table.ts';
import type { ConnectionsResult, ContenderResult } from './benchmark.ts';

const columns = [
  '',
  'lost',
  'repeated',
  'p50 ms',
  'p95 ms',
  'CPU µs/message',
  'resume p95 ms',
  'CPU µs/resume',
  'KiB/connection',
];

/** The result for a reader: a table, then the bars. */
export function connectionsText({ machine, load, contenders, bars }: ConnectionsResult): string {
  const head =
    `connections: ${load.connections} × 2 messages/s × 1 KiB for ${load.seconds} s, then all come back within 1 s; ` +
    `${machine.cpus} × ${machine.model}, Node ${machine.node}`;
  return [head, tableOf(columns, contenders.map(row)), bars.map(barText).join('\n')].join('\n\n');
}

function row(one: ContenderResult): string[] {
  const figures = [
    one.p50Ms,
    one.p95Ms,
    one.cpuMicrosPerMessage,
    one.resumeP95Ms,
    one.cpuMicrosPerResume,
    one.kibPerConnection,
  ];
  return [one.name, String(one.lost), String(one.repeated), ...figures.map(numberText)];
}
