import type { Load } from '@turnfleet/contract/http';
import { table } from './table.ts';

export function loadText({ fleet, workers, doors, sharers, limited }: Load): string {
  if (workers.length === 0) return 'No worker tells of its load. Is an orchestrator running?\n';
  const can = fleet.canEndPerSecond === null ? 'not seen yet' : `${fleet.canEndPerSecond.toFixed(1)} at most`;
  const waits = fleet.oldestMs > 0 ? `, the oldest for ${(fleet.oldestMs / 1_000).toFixed(1)} s` : '';
  return [
    `${workers.length} workers: ${fleet.inFlight} of ${fleet.capacity} places taken, ${fleet.waiting} turns wait${waits}`,
    `${fleet.behind} turns in the log behind them; ${fleet.endsPerSecond.toFixed(1)} end a second, ${can}`,
    ...doors.map(({ name, letInPerSecond, streams }) => {
      return `door ${name}: ${letInPerSecond.toFixed(1)} turns a second, ${streams} streams`;
    }),
    ...section('Waiting', ['tenant', 'priority', 'turns', 'oldest, s'], sharers, (sharer) => [
      ...[sharer.tenant, String(sharer.priority), String(sharer.waiting), (sharer.oldestMs / 1_000).toFixed(1)],
    ]),
    ...section('Refused within the last minute', ['who', 'times', 'since', 'why'], limited, (one) => [
      ...[one.who, String(one.refused), one.since, one.why],
    ]),
    '',
  ].join('\n');
}

function section<T>(title: string, heads: readonly string[], rows: readonly T[], row: (one: T) => string[]): string[] {
  return rows.length === 0 ? [] : [`\n${title}`, table([heads, ...rows.map(row)])];
}
