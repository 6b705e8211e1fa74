import { describe, expect, it } from '@jest/globals';
import { TurnfleetError } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import type { Budget } from '../catalogue/catalogue.ts';
import { BudgetKeeper } from './budget-keeper.ts';
import type { BudgetStore, PurseState, Settlement } from './budget-store.ts';
import { pursesOf } from './purses.ts';

const budget = (more: Partial<Budget> = {}): Budget => ({
  ...{ tenant: null, perUser: false, softPerDay: 50n, hardPerDay: 100n },
  ...more,
});
const payer = { tenant: 'acme', userId: 'u-1' };

/** Keepers over one store, which can be sent away. */
function scene(budgets: readonly Budget[] = [budget()]) {
  const clock = new ManualClock(Date.UTC(2026, 0, 31, 12));
  const purses = new Map<string, PurseState>();
  const held = new Map<string, bigint>();
  const settled: Settlement[] = [];
  const events: string[] = [];
  let away = false;
  const check = (): void => {
    if (away) throw new TurnfleetError('overloaded', 'Away.');
  };
  const store: BudgetStore = {
    async reserve(_, call, amount, asked) {
      check();
      const stateOf = (name: string) => purses.get(name) ?? { spent: 0n, reserved: 0n };
      const fits = asked.every(({ name, hard }) => stateOf(name).spent + stateOf(name).reserved + amount <= hard);
      for (const { name } of fits ? asked : []) {
        const { spent, reserved } = stateOf(name);
        purses.set(name, { spent, reserved: reserved + amount });
        held.set(call, amount);
      }
      return { fits, purses: asked.map(({ name }) => stateOf(name)) };
    },
    async settle(_, settlements) {
      check();
      settled.push(...settlements);
    },
  };
  const keeper = () =>
    new BudgetKeeper({
      store,
      clock,
      budgets: () => budgets,
      events: {
        away: (now) => void events.push(now ? 'away' : 'back'),
        uncounted: () => void events.push('uncounted'),
      },
    });
  return { clock, purses, settled, events, keeper, goAway: (now: boolean) => void (away = now) };
}

describe('the purses of a payer', () => {
  it('are that of the tenant and that of the user, each by the budget that names the tenant', () => {
    const budgets = [
      budget(),
      budget({ perUser: true, hardPerDay: 7n }),
      budget({ tenant: 'acme', hardPerDay: 1_000n }),
      budget({ tenant: 'other', perUser: true, hardPerDay: 1n }),
    ];
    expect(pursesOf(budgets, payer).map(({ name, hard }) => [name, hard])).toEqual([
      ['tenant', 1_000n],
      ['user/u-1', 7n],
    ]);
    expect(pursesOf(budgets, { ...payer, userId: null }).map(({ name }) => name)).toEqual(['tenant']);
  });
});

describe('a budget', () => {
  it('that nobody set is not counted', async () => {
    const { keeper, purses } = scene([]);
    expect(await keeper().reserve(payer, 'a', 1_000n)).toEqual({ kind: 'held', hold: null });
    expect([purses.size, keeper().stateOf(payer)]).toEqual([0, { budget: 'free', left: null }]);
  });

  it('is free until it is spent to the soft limit, and tells what is left', async () => {
    const { keeper, purses } = scene();
    const one = keeper();
    expect(one.stateOf(payer)).toEqual({ budget: 'free', left: 100n });
    purses.set('tenant', { spent: 49n, reserved: 0n });
    await one.reserve(payer, 'a', 1n);
    expect(one.stateOf(payer)).toEqual({ budget: 'free', left: 50n });
    purses.set('tenant', { spent: 50n, reserved: 0n });
    await one.reserve(payer, 'b', 1n);
    expect(one.stateOf(payer)).toEqual({ budget: 'soft', left: 49n });
  });

  it('that has no room for the most a call can cost is spent', async () => {
    const { keeper, purses } = scene();
    purses.set('tenant', { spent: 95n, reserved: 0n });
    expect(await keeper().reserve(payer, 'a', 6n)).toEqual({ kind: 'spent', purse: 'tenant' });
    expect(await keeper().reserve(payer, 'b', 5n)).toMatchObject({ kind: 'held' });
  });

  it('hears what calls cost, together with what else ended in that moment, once each', async () => {
    const { keeper, settled, clock } = scene();
    const one = keeper();
    const answers = await Promise.all(['a', 'b'].map((call) => one.reserve(payer, call, 10n)));
    for (const answer of answers)
      if (answer.kind === 'held') for (let times = 0; times < 2; times++) answer.hold?.settle(3n);
    expect(settled).toEqual([]);
    await clock.advance(0);
    expect(settled.map(({ call, cost }) => [call, cost])).toEqual([
      ['a', 3n],
      ['b', 3n],
    ]);
  });

  it('is paid from the day on which the call was reserved', async () => {
    const { keeper, clock } = scene();
    const one = keeper();
    await one.reserve(payer, 'a', 60n);
    await clock.advance(12 * 3_600_000);
    expect(one.stateOf(payer)).toEqual({ budget: 'free', left: 100n });
  });
});

describe('while purses cannot be counted', () => {
  it('a worker spends no more than it last saw left, and counts it later', async () => {
    const { keeper, purses, settled, events, clock, goAway } = scene();
    const one = keeper();
    purses.set('tenant', { spent: 70n, reserved: 0n });
    await one.reserve(payer, 'seen', 0n);
    goAway(true);

    const first = await one.reserve(payer, 'a', 20n);
    expect(first.kind).toBe('held');
    expect(await one.reserve(payer, 'b', 11n)).toEqual({ kind: 'spent', purse: 'tenant' });
    if (first.kind === 'held') first.hold?.settle(5n);
    await clock.advance(0);
    expect(await one.reserve(payer, 'c', 25n)).toMatchObject({ kind: 'held' });
    expect(settled).toEqual([]);
    goAway(false);
    await clock.advance(1_000);

    expect(settled).toEqual([{ call: 'a', cost: 5n, late: ['tenant'] }]);
    expect(events).toEqual(['away', 'uncounted', 'uncounted']);
  });

  it('each worker that saw nothing of a purse may spend it once: the most that is overspent', async () => {
    const { keeper, goAway } = scene();
    goAway(true);
    const answers = await Promise.all(
      [keeper(), keeper()].flatMap((one) => ['a', 'b'].map((call) => one.reserve(payer, call, 100n))),
    );
    expect(answers.map(({ kind }) => kind)).toEqual(['held', 'spent', 'held', 'spent']);
  });

  it('nothing that was settled is lost', async () => {
    const { keeper, settled, clock, goAway } = scene();
    const one = keeper();
    const answer = await one.reserve(payer, 'a', 10n);
    goAway(true);
    if (answer.kind === 'held') answer.hold?.settle(2n);
    await clock.advance(5_000);
    goAway(false);
    await one.stop();
    expect(settled).toEqual([{ call: 'a', cost: 2n, late: [] }]);
    expect(clock.pending).toBe(0);
  });
});
