import { describe, expect, it } from '@jest/globals';
import type { Priority } from '@turnfleet/contract/schemas';
import fc from 'fast-check';
import { Admitter } from './admitter.ts';
import { CompletionMeter } from './completion-meter.ts';
import { decideAdmission, type Standing } from './decide-admission.ts';
import type { WorkerLoad } from './load-board.ts';
import { QueueBook, type Sharer } from './queue-book.ts';

const limits = { maxWaitMs: 10_000, blindTurns: 100 };
const standing = fc.record<Standing>({
  fleet: fc.option(
    fc.record({
      room: fc.nat(1_000),
      queue: fc.nat(2_000),
      ofTenant: fc.nat(1_000),
      startsInMs: fc.option(fc.nat(60_000)),
    }),
  ),
  blind: fc.nat(200),
  priority: fc.constantFrom<Priority>(1, 2, 3),
  refusing: fc.boolean(),
});

describe('whether a turn is let in', () => {
  it('is never answered otherwise when less waits', () => {
    fc.assert(
      fc.property(standing, fc.nat(100), fc.nat(100), (at, less, lessOwn) => {
        if (!at.fleet || decideAdmission(at, limits).kind === 'refuse') return;
        const { fleet } = at;
        const queue = Math.max(0, fleet.queue - less);
        const ofTenant = Math.max(0, fleet.ofTenant - lessOwn);
        expect(decideAdmission({ ...at, fleet: { ...fleet, queue, ofTenant } }, limits).kind).toBe('accept');
      }),
    );
  });

  it('is yes for the first of a tenant as long as there is any room and it begins in time', () => {
    fc.assert(
      fc.property(standing, (at) => {
        if (!at.fleet || at.fleet.queue >= at.fleet.room) return;
        const fleet = { ...at.fleet, ofTenant: 0, startsInMs: 0 };
        expect(decideAdmission({ ...at, fleet }, limits)).toEqual({ kind: 'accept', startsInMs: 0 });
      }),
    );
  });

  it('is yes for the more urgent where it is yes for the less urgent', () => {
    fc.assert(
      fc.property(standing, (at) => {
        const kinds = ([1, 2, 3] as const).map((priority) => decideAdmission({ ...at, priority }, limits).kind);
        expect(kinds).toEqual(kinds.toSorted());
      }),
    );
  });

  it('once no, takes a queue that is clearly shorter to become yes', () => {
    const at = (ofTenant: number, refusing: boolean): Standing => ({
      ...{ fleet: { room: 100, queue: ofTenant, ofTenant, startsInMs: 0 }, blind: 0, priority: 2, refusing },
    });
    expect(decideAdmission(at(49, false), limits).kind).toBe('accept');
    expect(decideAdmission(at(50, false), limits).kind).toBe('refuse');
    expect(decideAdmission(at(46, true), limits).kind).toBe('refuse');
    expect(decideAdmission(at(40, true), limits).kind).toBe('accept');
  });

  it('is yes where nobody tells, up to what this door may let in blindly', () => {
    const book = new QueueBook('d');
    const admitter = new Admitter({ book, limits, random: () => 0.5 });
    const kinds = Array.from({ length: 150 }, () => admitter.admit({ tenant: 'a', priority: 2 }, 0).kind);
    expect(kinds.filter((kind) => kind === 'accept')).toHaveLength(100);
    expect(admitter.admit({ tenant: 'a', priority: 2 }, 11_000).kind).toBe('accept');
  });
});

interface Turn extends Sharer {
  readonly at: number;
  readonly obeys: boolean;
  readonly tries: number;
}

/** A worker that ends turns in `turnMs` each, tells of itself every second, and serves tenants by turns; in steps of 10 ms. */
function fleet(capacity: number, turnMs: number, maxWaitMs = 10_000) {
  const book = new QueueBook('d');
  let seed = 7;
  const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  const admitter = new Admitter({ book, limits: { maxWaitMs, blindTurns: 100 }, random });
  const meter = new CompletionMeter();
  const waiting: Turn[] = [];
  const running: (Turn & { readonly until: number })[] = [];
  const served = new Map<string, number>();
  const waits = new Map<string, number[]>();
  let workedMs = 0;
  const outcome = { accepted: 0, refused: 0, secondTries: 0, secondRefusals: 0, finished: 0, off: [] as number[] };
  const back: { readonly due: number; readonly turn: Turn }[] = [];
  let now = 0;
  let sequence = 0;
  let told: WorkerLoad | null = null;

  const tell = (): void => {
    const rates = meter.sample({ at: now, finished: outcome.finished, workedMs, ...figures(), capacity });
    const sharers = [...Map.groupBy(waiting, ({ tenant, priority }) => `${priority} ${tenant}`).values()].map(
      (all) => ({
        ...{ tenant: all[0]?.tenant ?? '', priority: all[0]?.priority ?? 2, waiting: all.length },
        oldestMs: now - (all[0]?.at ?? now),
      }),
    );
    const name = { kind: 'worker' as const, name: 'w', sequence: sequence++ };
    told = { ...name, ...figures(), capacity, behind: 0, oldestMs: 0, ...rates, sharers };
  };
  const figures = () => ({ inFlight: running.length, waiting: waiting.length });
  const offer = (turn: Turn): void => {
    const admitted = admitter.admit(turn, now);
    if (turn.tries > 0) outcome.secondTries++;
    if (admitted.kind === 'accept') {
      outcome.accepted++;
      waiting.push(turn);
      if (admitted.startsInMs > 0) outcome.off.push(admitted.startsInMs);
      return;
    }
    outcome.refused++;
    if (turn.tries > 0) outcome.secondRefusals++;
    if (turn.obeys) {
      const seconds = Math.ceil(admitted.retryAfterMs / 1_000);
      back.push({ due: now + 1_000 * seconds, turn: { ...turn, tries: turn.tries + 1 } });
    }
  };
  const step = (offered: readonly Turn[]): void => {
    for (let i = running.length - 1; i >= 0; i--)
      if ((running[i]?.until ?? 0) <= now) {
        running.splice(i, 1);
        outcome.finished++;
        workedMs += turnMs;
      }
    while (running.length < capacity && waiting.length > 0) {
      const next = waiting.reduce((a, b) => ((served.get(b.tenant) ?? 0) < (served.get(a.tenant) ?? 0) ? b : a));
      waiting.splice(waiting.indexOf(next), 1);
      const least = Math.min(...waiting.map(({ tenant }) => served.get(tenant) ?? 0), served.get(next.tenant) ?? 0);
      served.set(next.tenant, Math.max(least, served.get(next.tenant) ?? 0) + 1);
      waits.set(next.tenant, [...(waits.get(next.tenant) ?? []), now - next.at]);
      running.push({ ...next, until: now + turnMs });
    }
    if (now % 1_000 === 0) tell();
    if (now % 100 === 0) book.see({ workers: told ? [told] : [], doors: [] }, now);
    for (let i = back.length - 1; i >= 0; i--) {
      const one = back[i];
      if (!one || one.due > now) continue;
      back.splice(i, 1);
      offer({ ...one.turn, at: now });
    }
    for (const turn of offered) offer(turn);
    now += 10;
  };
  /** Offers so many turns a second of each tenant. */
  const run = (ms: number, perSecond: Readonly<Record<string, number>>, obeys = false): void => {
    for (const end = now + ms; now < end; ) {
      const offered = Object.entries(perSecond).flatMap(([tenant, rate]) => {
        const due = Math.floor(((now + 10) * rate) / 1_000) - Math.floor((now * rate) / 1_000);
        return Array.from({ length: due }, () => ({ tenant, priority: 2 as const, at: now, obeys, tries: 0 }));
      });
      step(offered);
    }
  };
  return { run, outcome, waits, queue: () => waiting.length };
}

describe('a fleet behind a door', () => {
  it('is kept busy through a surge, with a queue that stays within its room', () => {
    const { run, outcome, queue } = fleet(50, 500);
    run(5_000, { acme: 40 });
    const before = outcome.finished;
    run(10_000, { acme: 3_000 });
    expect(outcome.finished - before).toBeGreaterThanOrEqual(0.9 * 10 * 100);
    expect(queue()).toBeLessThanOrEqual(50);
    expect(outcome.refused).toBeGreaterThan(25_000);
  });

  it('lets another tenant chat on while one floods', () => {
    const { run, waits } = fleet(50, 500);
    run(5_000, { calm: 10 });
    run(10_000, { calm: 10, flood: 3_000 });
    run(1_000, {});
    const calm = waits.get('calm') ?? [];
    expect(calm).toHaveLength(150);
    expect(calm.toSorted((a, b) => a - b)[Math.floor(0.95 * calm.length)]).toBeLessThanOrEqual(100);
  });

  it('tells those who come back when they are told a time at which most are let in', () => {
    const { run, outcome } = fleet(50, 500);
    run(5_000, { acme: 40 });
    run(5_000, { acme: 600 }, true);
    run(60_000, { acme: 10 });
    expect(outcome.secondTries).toBeGreaterThan(1_000);
    expect(outcome.secondRefusals / outcome.secondTries).toBeLessThan(0.2);
  });

  it('takes in all that turns out to fit within seconds, though nobody has seen before how much that is', () => {
    const { run, outcome } = fleet(50, 50);
    run(5_000, { acme: 800 });
    const before = outcome.refused;
    run(5_000, { acme: 800 });
    expect(outcome.refused).toBe(before);
  });
});
