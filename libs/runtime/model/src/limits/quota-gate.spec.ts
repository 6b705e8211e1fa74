import { describe, expect, it } from '@jest/globals';
import { TurnfleetError } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import type { CatalogueEndpoint } from '../catalogue/catalogue.ts';
import type { EndpointQuota } from './endpoint-quota.ts';
import { MinuteWindow } from './minute-window.ts';
import { createQuotaGate } from './quota-gate.ts';

const endpoint: CatalogueEndpoint = {
  ...{ id: 'e', api: 'openai', baseUrl: 'http://127.0.0.1:1/v1', keyVariable: null, headers: {}, query: {} },
  ...{ connections: 10, requestsPerMinute: 10, tokensPerMinute: null },
};

/** Processes that share one count, which can be taken away from them. */
function fleet(workers: number, limited: CatalogueEndpoint = endpoint) {
  const clock = new ManualClock();
  const shared = new MinuteWindow();
  const told: string[] = [];
  let away = false;
  let asked = 0;
  const quota: EndpointQuota = {
    take: async (_, use, limits) => {
      asked++;
      if (away) throw new TurnfleetError('overloaded', 'Redis is away.');
      return shared.take(use, limits, clock.monotonic());
    },
    add: async (_, use, at) => {
      asked++;
      if (away) throw new TurnfleetError('overloaded', 'Redis is away.');
      shared.add(use, at, clock.monotonic());
    },
  };
  const notes = {
    held: (id: string, by: string) => void told.push(`${id} held by ${by}`),
    away: () => void told.push('away'),
    back: () => void told.push('back'),
  };
  const gates = Array.from({ length: workers }, () => createQuotaGate({ clock, quota, workers: () => workers, notes }));
  return {
    clock,
    gates,
    told,
    asked: () => asked,
    used: () => shared.used(clock.monotonic()),
    leave: (value: boolean) => (away = value),
    /** How many of so many calls get in, the processes by turns. */
    calls: async (count: number, tokens = 100): Promise<number> => {
      let admitted = 0;
      for (let i = 0; i < count; i++) {
        const entered = await gates[i % workers]?.enter(limited, tokens);
        if (entered && 'settle' in entered) admitted++;
      }
      return admitted;
    },
  };
}

describe('the limits of an endpoint', () => {
  it('hold over all processes together, and again a minute later', async () => {
    const { clock, calls } = fleet(4);
    expect(await calls(40)).toBe(10);
    await clock.advance(30_000);
    expect(await calls(40)).toBe(0);
    await clock.advance(31_000);
    expect(await calls(40)).toBe(10);
  });

  it('are used by each process so far, which only the sum over all tells', async () => {
    const { gates, calls } = fleet(3);
    await calls(10, 50);
    expect(gates.map((gate) => gate.used(endpoint))).toEqual([
      { requests: 4, tokens: 200 },
      { requests: 3, tokens: 150 },
      { requests: 3, tokens: 150 },
    ]);
  });

  it('once reached are known without asking, with why and how long', async () => {
    const { clock, gates, calls, asked } = fleet(1);
    await calls(11);
    const before = asked();
    expect(gates[0]?.held(endpoint, 100)).toEqual({
      ...{ why: 'its endpoint is at its limit of 10 requests a minute', waitMs: 61_000 },
    });
    await calls(50);
    expect(asked()).toBe(before);
    await clock.advance(61_000);
    expect(gates[0]?.held(endpoint, 100)).toBeNull();
  });

  it('that are raised hold at once', async () => {
    const { gates, calls } = fleet(1);
    await calls(11);
    expect(gates[0]?.held({ ...endpoint, requestsPerMinute: 20 }, 100)).toBeNull();
  });

  it('cost endpoints without any nothing', async () => {
    const { calls, asked } = fleet(2, { ...endpoint, requestsPerMinute: null });
    expect([await calls(50), asked()]).toEqual([50, 0]);
  });

  it('in tokens count what was used, not what was thought', async () => {
    const { gates, used } = fleet(1, endpoint);
    const entered = await gates[0]?.enter({ ...endpoint, tokensPerMinute: 1_000 }, 900);
    if (!entered || !('settle' in entered)) throw new Error('not admitted');
    entered.settle(200);
    await Promise.resolve();
    expect(used()).toEqual({ requests: 1, tokens: 200 });
  });

  it('leave out a prompt that no minute has room for, however long it waits', async () => {
    const { gates } = fleet(1);
    expect(gates[0]?.held({ ...endpoint, tokensPerMinute: 1_000 }, 1_001)).toEqual({
      why: 'the prompt takes about 1001 tokens, its endpoint takes 1000 a minute',
      waitMs: Number.POSITIVE_INFINITY,
    });
  });
});

describe('the limits of an endpoint, while the shared count is away', () => {
  it('are shared out by guess', async () => {
    const { leave, calls } = fleet(4);
    leave(true);
    // Four times two of ten: a share is rounded down.
    expect(await calls(80)).toBe(8);
  });

  it('leave each process one call, however many they are', async () => {
    const { leave, calls } = fleet(20);
    leave(true);
    expect(await calls(80)).toBe(20);
  });

  it('are overdrawn by no more than once the limit in the minute that it went', async () => {
    const { leave, calls } = fleet(2);
    // One process has had nearly all.
    await calls(2);
    leave(true);
    expect(await calls(40)).toBeLessThanOrEqual(10);
  });

  it('are told once, asked for once a second, and known again when it is back', async () => {
    const { clock, leave, calls, told, asked, used } = fleet(1);
    leave(true);
    await calls(5);
    expect(asked()).toBe(1);
    await clock.advance(1_000);
    await calls(1);
    expect(asked()).toBe(2);
    leave(false);
    await clock.advance(1_000);
    expect(await calls(10)).toBe(4);
    expect(used().requests).toBe(10);
    expect(told).toEqual(['away', 'back', 'e held by requests']);
  });
});
