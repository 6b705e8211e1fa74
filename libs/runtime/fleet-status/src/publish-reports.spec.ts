import { describe, expect, it } from '@jest/globals';
import { silentLogger, TurnfleetError } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import type { FleetStatus } from './fleet-status.ts';
import { publishReports } from './publish-reports.ts';

function publishing() {
  const clock = new ManualClock();
  const store = { away: false, calls: [] as string[] };
  const call = async (what: string): Promise<void> => {
    if (store.away) throw new TurnfleetError('overloaded', 'Redis is away.');
    store.calls.push(what);
  };
  const status: FleetStatus = {
    publish: ({ worker, inFlight }, ttlMs) => call(`publish ${worker} ${inFlight} for ${ttlMs}`),
    withdraw: (worker) => call(`withdraw ${worker}`),
    publishCatalogue: (id, text) => call(`catalogue ${id} ${text}`),
    reports: async () => [],
    catalogues: async () => new Map(),
  };
  let inFlight = 0;
  const figures = { worker: 'w', capacity: 10, waiting: 0, queueAgeMs: 0, deployments: [], timeZone: 'UTC' };
  const reports = publishReports({
    status,
    clock,
    logger: silentLogger,
    report: () => ({ ...figures, inFlight: inFlight++, catalogue: 'c', problems: [], unusable: {} }),
    catalogue: () => ({ id: 'c', text: 'models' }),
  });
  return { clock, store, reports };
}

describe('the reports of a worker', () => {
  it('go out every two seconds, each longer in force than the next is away, and are taken back at the end', async () => {
    const { clock, store, reports } = publishing();
    await clock.advance(2_000);
    await reports.stop();
    const told = (n: number) => [`publish w ${n} for 10000`, 'catalogue c models'];
    expect(store.calls).toEqual([...told(0), ...told(1), 'withdraw w']);
    expect(clock.pending).toBe(0);
  });

  it('goes on when the store comes back, and stops while it is away', async () => {
    const { clock, store, reports } = publishing();
    await clock.advance(0);
    store.away = true;
    await clock.advance(6_000);
    store.away = false;
    await clock.advance(2_000);
    expect(store.calls).toHaveLength(4);
    store.away = true;
    await reports.stop();
    expect(clock.pending).toBe(0);
  });
});
