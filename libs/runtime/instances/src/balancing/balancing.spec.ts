import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Balancing, balancers, balancings } from './balancers.ts';
import type { CallCandidate } from './candidate.ts';
import { ejectOutliers, eligible } from './eligible.ts';
import { InstanceHealth } from './instance-health.ts';

const candidate = (id: string, change: Partial<CallCandidate> = {}): CallCandidate => ({
  ...{ id, weight: 100, region: '', capacity: 0, load: 0, costPerCall: 0, inFlight: 0, latencyMs: 10 },
  ...change,
});

/** How often each got one of 1,000 calls. */
function spreadOf(balancing: Balancing, candidates: readonly CallCandidate[], region = ''): Record<string, number> {
  let seed = 7;
  const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  const counts: Record<string, number> = Object.fromEntries(candidates.map(({ id }) => [id, 0]));
  for (let turn = 0; turn < 1_000; turn++) {
    const { id = '' } = balancers[balancing](candidates, { random, turn, region }) ?? {};
    counts[id] = (counts[id] ?? 0) + 1;
  }
  return counts;
}

const three = [candidate('a'), candidate('b'), candidate('c')];
const about = (share: number) => expect.closeTo(share, -2);

describe('balancing', () => {
  it('round robin gives each the same', () => {
    expect(spreadOf('round_robin', three)).toEqual({ a: 334, b: 333, c: 333 });
  });

  it('random gives each about the same', () => {
    expect(spreadOf('random', three)).toEqual({ a: about(333), b: about(333), c: about(333) });
  });

  it('least in flight takes those with the fewest, one as well as the other', () => {
    const spread = spreadOf('least_in_flight', [candidate('a', { inFlight: 3 }), candidate('b'), candidate('c')]);
    expect(spread).toEqual({ a: 0, b: about(500), c: about(500) });
  });

  it('least load goes by what was reported, and by what came since', () => {
    const busy = candidate('a', { load: 0.2, inFlight: 9, capacity: 10 });
    expect(spreadOf('least_load', [busy, candidate('b', { load: 0.5 })])).toEqual({ a: 0, b: 1_000 });
  });

  it('latency never takes the slowest of three, and counts what waits there', () => {
    const slow = candidate('a', { latencyMs: 100 });
    expect(spreadOf('latency', [slow, candidate('b'), candidate('c')])['a']).toBe(0);
    const crowded = candidate('a', { latencyMs: 5, inFlight: 40 });
    expect(spreadOf('latency', [crowded, candidate('b'), candidate('c')])['a']).toBe(0);
  });

  it('latency takes one that is not known for as good as the best', () => {
    const spread = spreadOf('latency', [candidate('a', { latencyMs: null }), candidate('b', { latencyMs: 50 })]);
    expect(spread).toEqual({ a: about(500), b: about(500) });
  });

  it('cost takes the cheapest', () => {
    const cheap = candidate('c', { costPerCall: 0.001 });
    const dear = { costPerCall: 0.002 };
    expect(spreadOf('cost', [candidate('a', dear), candidate('b', dear), cheap])).toEqual({ a: 0, b: 0, c: 1_000 });
  });

  it('weighted gives each its share', () => {
    const spread = spreadOf('weighted', [candidate('a', { weight: 90 }), candidate('b', { weight: 10 })]);
    expect(spread).toEqual({ a: about(900), b: about(100) });
    expect(spread['b']).toBeGreaterThan(0);
  });

  it('region first leaves its region only where nobody is in it', () => {
    const [near, far] = [candidate('a', { region: 'east', latencyMs: 90 }), candidate('b', { region: 'west' })];
    expect(spreadOf('region_first', [near, far], 'east')).toEqual({ a: 1_000, b: 0 });
    expect(spreadOf('region_first', [far], 'east')).toEqual({ b: 1_000 });
  });

  it.each(balancings)('%s takes one of those that there are, whatever they are like', (balancing) => {
    const any = fc.record({
      id: fc.uuid(),
      weight: fc.integer({ min: 1, max: 10_000 }),
      region: fc.constantFrom('', 'east', 'west'),
      capacity: fc.nat(100),
      load: fc.double({ min: 0, max: 5, noNaN: true }),
      costPerCall: fc.double({ min: 0, max: 1, noNaN: true }),
      inFlight: fc.nat(1_000),
      latencyMs: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
    });
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.array(any), fc.nat(), chance, (candidates, turn, random) => {
        const taken = balancers[balancing](candidates, { random: () => random, turn, region: 'east' });
        expect(taken === undefined).toBe(candidates.length === 0);
        if (taken) expect(candidates).toContain(taken);
      }),
    );
  });
});

function instance(
  change: { readonly draining?: boolean; readonly connected?: boolean; readonly weight?: number } = {},
) {
  return { weight: 100, draining: false, connected: true, health: new InstanceHealth(), ...change };
}

function fail({ health }: { readonly health: InstanceHealth }, times: number, now = 0): void {
  for (let i = 0; i < times; i++) {
    health.begin();
    health.end('failed', 1, now);
  }
}

function answer({ health }: { readonly health: InstanceHealth }, ms: number, times: number, now = 0): void {
  for (let i = 0; i < times; i++) {
    health.begin();
    health.end('ok', ms, now);
  }
}

const never = (): number => 0.999;

describe('who may get a call', () => {
  it('is none that drains or has no weight', () => {
    const sound = instance();
    expect(eligible([instance({ draining: true }), sound, instance({ weight: 0 })], never, 0)).toEqual([sound]);
    expect(eligible([instance({ draining: true })], never, 0)).toEqual([]);
  });

  it('is one without a connection only where nobody has one', () => {
    const [lost, there] = [instance({ connected: false }), instance()];
    expect(eligible([lost, there], never, 0)).toEqual([there]);
    expect(eligible([lost], never, 0)).toEqual([lost]);
  });

  it('is not one that failed five times in a row, until its time is over; then it comes back slowly', () => {
    const all = [instance(), instance(), instance()] as const;
    fail(all[0], 5);
    expect(ejectOutliers(all, 0)).toEqual([all[0]]);
    expect(eligible(all, () => 0, 4_999)).toEqual([all[1], all[2]]);
    expect(eligible(all, () => 0.5, 5_000)).toEqual([all[1], all[2]]);
    expect(eligible(all, () => 0.05, 5_000)).toEqual(all);
    expect(eligible(all, () => 0.5, 9_500)).toEqual(all);
  });

  it('is ejected for longer each time, and forgiven after a good minute', () => {
    const [one, two, three] = [instance(), instance(), instance()];
    const eject = (now: number): void => {
      fail(one, 5, now);
      ejectOutliers([one, two, three], now);
    };
    eject(0);
    eject(5_000);
    expect([one.health.share(14_999), one.health.share(15_000) > 0]).toEqual([0, true]);
    eject(76_000);
    expect(one.health.share(81_000)).toBeGreaterThan(0);
  });

  it('is not one that is ten times as slow as its neighbours', () => {
    const all = [instance(), instance(), instance()] as const;
    for (const [i, one] of all.entries()) answer(one, i === 0 ? 300 : 30, 10);
    expect(ejectOutliers(all, 0)).toEqual([all[0]]);
  });

  it('never loses half of them to ejection', () => {
    const two = [instance(), instance()];
    two.forEach((one) => fail(one, 5));
    expect(ejectOutliers(two, 0)).toEqual([]);
    const four = [instance(), instance(), instance(), instance()];
    four.forEach((one) => fail(one, 5));
    expect(ejectOutliers(four, 0)).toHaveLength(1);
    expect(ejectOutliers(four, 0)).toHaveLength(0);
  });
});

describe('the time of an instance', () => {
  it('fades, so that one who was slow is tried again', () => {
    const one = instance();
    answer(one, 1_000, 10);
    expect(one.health.latencyMs(20_000)).toBeCloseTo(250);
  });

  it('is not made good by calls that are refused at once, and counts calls given up as at least that slow', () => {
    const one = instance();
    answer(one, 100, 10);
    fail(one, 3);
    expect(one.health.latencyMs(0)).toBeCloseTo(100);
    one.health.begin();
    one.health.end('withdrawn', 600, 0);
    expect(one.health.latencyMs(0)).toBeCloseTo(200);
    expect(one.health.inFlight).toBe(0);
  });
});
