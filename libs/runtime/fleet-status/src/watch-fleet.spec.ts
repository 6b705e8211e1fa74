import { describe, expect, it } from '@jest/globals';
import { silentLogger, TurnfleetError } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { watchFleet } from './watch-fleet.ts';
import type { WorkerReport } from './worker-report.ts';

const busy: WorkerReport = {
  ...{ worker: 'w', inFlight: 9, capacity: 10, waiting: 0, queueAgeMs: 700, deployments: [] },
  ...{ timeZone: 'UTC', catalogue: 'c', problems: [], unusable: {} },
};

function watching() {
  const clock = new ManualClock();
  const fleet = { away: false, choices: new Map<string, string>(), warned: 0, deployments: busy.deployments };
  const answer = async <T>(value: T): Promise<T> => {
    if (fleet.away) throw new TurnfleetError('overloaded', 'Redis is away.');
    return value;
  };
  const status = {
    reports: () => answer([busy, { ...busy, worker: 'x', deployments: fleet.deployments }]),
    choices: () => answer(new Map(fleet.choices)),
  };
  const watch = watchFleet({
    worker: 'y',
    status,
    clock,
    logger: { ...silentLogger, warn: () => void fleet.warned++ },
  });
  return { clock, fleet, watch };
}

describe('the watch over a fleet', () => {
  it('has a choice within seconds, and the load', async () => {
    const { clock, fleet, watch } = watching();
    await clock.advance(0);
    fleet.choices.set('everyday', 'gpt-4.1');
    await clock.advance(2_000);
    expect(watch.chosen()).toEqual(new Map([['everyday', 'gpt-4.1']]));
    expect(watch.load()).toEqual({ inFlightRatio: 0.9, queueAgeMs: 700 });
  });

  it('keeps choices and the number of workers while the store is away, knows of no peak, and says so once', async () => {
    const { clock, fleet, watch } = watching();
    fleet.choices.set('*', 'gpt-4.1');
    await clock.advance(2_000);
    fleet.away = true;
    await clock.advance(20_000);
    expect([watch.chosen().get('*'), watch.load().inFlightRatio, fleet.warned]).toEqual(['gpt-4.1', 0, 1]);
    expect(watch.workers()).toBe(2);
  });

  it("hears of other workers' breakers, and forgets what it heard when it hears no more", async () => {
    const { clock, fleet, watch } = watching();
    const open = { ...{ model: 'm', endpoint: 'e', breaker: 'open' as const, inFlight: 0, successes: 0, failures: 9 } };
    fleet.deployments = [{ ...open, firstTokenMs: null, firstTokenP95Ms: null }];
    await clock.advance(2_000);
    expect([watch.hint(open), watch.hint({ ...open, model: 'n' })]).toEqual(['open', null]);
    fleet.away = true;
    await clock.advance(2_000);
    expect(watch.hint(open)).toBeNull();
  });

  it('looks no more when it was stopped', async () => {
    const { clock, watch } = watching();
    await clock.advance(2_000);
    watch.stop();
    await clock.advance(2_000);
    expect(clock.pending).toBe(0);
  });
});
