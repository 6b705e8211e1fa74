import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Candidate } from './candidate.ts';
import { complexityOf } from './complexity.ts';
import { isPeak } from './peak.ts';
import { route } from './route.ts';
import { firstMatch, mismatch, type RouteFacts, type RouteRule } from './rule.ts';
import { type StrategyName, strategies } from './strategies.ts';

const untried = {
  firstTokenMs: null,
  firstTokenP95Ms: null,
  silentP95Ms: null,
  msPerToken: null,
  successes: 0,
  failures: 0,
};
const candidate = (model: string, more: Partial<Candidate> = {}): Candidate => ({
  model,
  endpoint: 'e',
  estimatedCost: 1_000n,
  worstCase: 10_000n,
  latency: 'medium',
  strength: 5,
  weight: 1,
  measured: untried,
  inFlight: 0,
  breaker: 'closed',
  doubted: false,
  ...more,
});
const rule = (more: Partial<RouteRule> = {}): RouteRule => ({
  name: 'r',
  when: {},
  strategy: 'cheapest',
  models: [],
  weights: {},
  hedge: false,
  ...more,
});
const facts: RouteFacts = {
  complexity: 0.2,
  level: 'gold',
  tenant: 'default',
  locale: 'zh-CN',
  channel: null,
  minuteOfDay: 600,
  peak: false,
  budget: 'free',
};
const best = (
  strategy: StrategyName,
  candidates: readonly Candidate[],
  random = () => 0.5,
  budgetLeft: bigint | null = null,
): string | undefined =>
  strategies[strategy](candidates, { random, budgetLeft }).toSorted((a, b) => a.score - b.score)[0]?.candidate.model;

describe('candidates that cost the same', () => {
  const lots = (): (() => number) => {
    let state = 7;
    return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  };
  const winners = (all: readonly Candidate[], turns = 2_000): Record<string, number> => {
    const random = lots();
    const won: Record<string, number> = {};
    for (let turn = 0; turn < turns; turn++) {
      const considered = all.map((one) => ({ candidate: one, excluded: null }));
      const decided = route([rule()], facts, () => considered, { random, budgetLeft: null });
      const endpoint = decided?.ranked[0]?.candidate.endpoint ?? '';
      won[endpoint] = (won[endpoint] ?? 0) + 1;
    }
    return won;
  };
  const at = (endpoint: string, more: Partial<Candidate> = {}): Candidate => candidate('m', { endpoint, ...more });

  it('are asked where the fewest calls are under way', () => {
    expect(winners([at('a', { inFlight: 2 }), at('b', { inFlight: 1 }), at('c', { inFlight: 3 })])).toEqual({
      b: 2_000,
    });
  });

  it('are asked by lot and weight where that is the same', () => {
    const { a = 0, b = 0 } = winners([at('a'), at('b', { weight: 3 })]);
    expect([a / 2_000, b / 2_000]).toEqual([expect.closeTo(0.25, 1), expect.closeTo(0.75, 1)]);
  });

  it('go behind a cheaper one, however busy that is', () => {
    expect(winners([at('a'), at('b', { estimatedCost: 999n, inFlight: 50 })])).toEqual({ b: 2_000 });
  });
});

describe('a strategy', () => {
  it('cheapest takes what costs least', () => {
    expect(best('cheapest', [candidate('a', { estimatedCost: 2n }), candidate('b', { estimatedCost: 1n })])).toBe('b');
  });

  it('fastest believes what was measured more than the class', () => {
    const slow = { ...untried, firstTokenMs: 5_000, firstTokenP95Ms: 6_000, msPerToken: 30 };
    expect(best('fastest', [candidate('a', { latency: 'fast', measured: slow }), candidate('b')])).toBe('b');
    expect(best('fastest', [candidate('a', { latency: 'slow' }), candidate('b')])).toBe('b');
  });

  it('strongest takes the cheaper of two equally strong ones', () => {
    const two = [
      candidate('a', { strength: 9, estimatedCost: 9n }),
      candidate('b', { strength: 9, estimatedCost: 8n }),
    ];
    expect(best('strongest', [candidate('c'), ...two])).toBe('b');
  });

  it('weighted gives each its share', () => {
    let state = 1;
    const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const two = [candidate('a', { weight: 3 }), candidate('b', { weight: 1 }), candidate('c', { weight: 0 })];
    const won = Array.from({ length: 4_000 }, () => best('weighted', two, random));
    const share = won.filter((model) => model === 'a').length / won.length;
    expect(share).toBeGreaterThan(0.72);
    expect(share).toBeLessThan(0.78);
    expect(won).not.toContain('c');
  });

  it('success-rate asks a model that failed early again', () => {
    const failedEarly = candidate('a', { measured: { ...untried, failures: 2 } });
    const asked = (successes: number) =>
      best('success-rate', [failedEarly, candidate('b', { measured: { ...untried, successes, failures: successes } })]);
    expect(asked(2)).toBe('b');
    expect(asked(200)).toBe('a');
  });

  it('least-busy counts calls under way by weight', () => {
    expect(best('least-busy', [candidate('a', { inFlight: 3 }), candidate('b', { inFlight: 4, weight: 2 })])).toBe('b');
  });

  it('budget takes the strongest that the budget still takes, and the cheapest when it takes none', () => {
    const strong = candidate('a', { strength: 9, worstCase: 100n, estimatedCost: 50n });
    const weak = candidate('b', { strength: 3, worstCase: 10n, estimatedCost: 5n });
    expect(best('budget', [strong, weak], undefined, 100n)).toBe('a');
    expect(best('budget', [strong, weak], undefined, 99n)).toBe('b');
    expect(best('budget', [strong, weak], undefined, 1n)).toBe('b');
  });

  it('gives every candidate a score and never NaN', () => {
    const some = fc.record({ weight: fc.nat(5), inFlight: fc.nat(9), strength: fc.integer({ min: 1, max: 10 }) });
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(strategies)), fc.array(some, { maxLength: 6 }), (name, list) => {
        const all = list.map((more, index) => candidate(String(index), more));
        const scored = strategies[name as StrategyName](all, { random: () => 0.3, budgetLeft: 5n });
        expect(scored.map((one) => one.candidate)).toEqual(all);
        expect(scored.some((one) => Number.isNaN(one.score))).toBe(false);
      }),
    );
  });
});

describe('a rule', () => {
  it.each([
    [{ complexityAtLeast: 0.5 }, 'complexity is 0.2, below 0.5'],
    [{ complexityBelow: 0.2 }, 'complexity is 0.2, not below 0.2'],
    [{ levels: ['silver'] }, 'the level is gold, not silver'],
    [{ tenants: ['acme'] }, 'the tenant is default, not acme'],
    [{ locales: ['en'] }, 'the locale is zh-CN, not en'],
    [{ channels: ['ios', 'web'] }, 'the channel is not known, not ios or web'],
    [{ hours: { from: 720, until: 780 } }, 'it is another time of day'],
    [{ peak: true }, 'the fleet is not at its peak'],
    [{ budget: 'soft' }, 'the budget is free'],
  ] as const)('says why %j does not match', (when, why) => {
    expect(mismatch(rule({ when }), facts)).toBe(why);
  });

  it('matches when all of its conditions hold, and a window of hours may pass midnight', () => {
    const when = { levels: ['gold'], locales: ['zh'], hours: { from: 1_380, until: 360 }, peak: false } as const;
    expect(mismatch(rule({ when }), { ...facts, minuteOfDay: 30 })).toBeNull();
    expect(mismatch(rule({ when }), { ...facts, minuteOfDay: 1_400 })).toBeNull();
    expect(mismatch(rule({ when }), { ...facts, minuteOfDay: 360 })).not.toBeNull();
  });

  it('that comes first wins', () => {
    const rules = [rule({ name: 'a', when: { peak: true } }), rule({ name: 'b' }), rule({ name: 'c' })];
    expect(firstMatch(rules, facts)?.name).toBe('b');
    expect(firstMatch(rules, { ...facts, peak: true })?.name).toBe('a');
  });
});

describe('a route', () => {
  const context = { random: () => 0.5, budgetLeft: null };
  const dear = candidate('dear', { estimatedCost: 9n });
  const cheap = candidate('cheap', { estimatedCost: 1n });

  it('keeps a conversation with the model it had, unless that one may not be chosen', () => {
    const open = [dear, cheap].map((one) => ({ candidate: one, excluded: null }));
    expect(
      route(
        [rule()],
        facts,
        () => open,
        context,
        () => 'dear',
      )?.ranked[0]?.candidate.model,
    ).toBe('dear');
    const shut = [
      { candidate: dear, excluded: 'its breaker is open' },
      { candidate: cheap, excluded: null },
    ];
    const decision = route(
      [rule()],
      facts,
      () => shut,
      context,
      () => 'dear',
    );
    expect(decision?.ranked.map((one) => one.candidate.model)).toEqual(['cheap']);
    expect(decision?.excluded).toEqual([{ candidate: dear, why: 'its breaker is open' }]);
  });

  it('is none when no rule matches', () => {
    expect(route([rule({ when: { peak: true } })], facts, () => [], context)).toBeNull();
  });
});

describe('complexity', () => {
  it.each(['SKU-2024-888 上海有货吗?', '你好', 'How much is SKU-2024-888?', 'ORD-2024-0001 到哪了'])(
    'of "%s" is low',
    (text) => {
      expect(complexityOf(text).score).toBeLessThan(0.3);
    },
  );

  it.each([
    'SKU-2024-888 和 SKU-2024-101 哪个更划算?如果预算只有 3000,推荐买哪个?',
    'Compare SKU-2024-888 with SKU-2024-101: which is better for travel, and when would each arrive in Wuhan?',
  ])('of "%s" is high', (text) => {
    expect(complexityOf(text).score).toBeGreaterThanOrEqual(0.6);
  });

  it('is between 0 and 1 whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const { score } = complexityOf(text);
        expect(score >= 0 && score <= 1).toBe(true);
      }),
    );
  });
});

describe('the peak', () => {
  it('begins by either figure, ends when both have fallen, and does not flap between', () => {
    const load = (inFlightRatio: number, queueAgeMs = 0) => ({ inFlightRatio, queueAgeMs });
    expect(isPeak(false, load(0.79))).toBe(false);
    expect(isPeak(false, load(0.8))).toBe(true);
    expect(isPeak(false, load(0, 2_000))).toBe(true);
    expect(isPeak(true, load(0.7))).toBe(true);
    expect(isPeak(true, load(0.5, 600))).toBe(true);
    expect(isPeak(true, load(0.5, 100))).toBe(false);
  });
});
