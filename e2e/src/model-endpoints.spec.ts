import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Reply } from '@turnfleet/contract/schemas';
import { builtInCatalogueText } from '@turnfleet/model';
import { eventually } from '@turnfleet/testing/eventually';
import { startApp } from './apps.ts';
import { catalogueFile, oneModelAt } from './catalogue-file.ts';
import { runChild } from './child.ts';
import { closeAtTheEnd } from './cleanup.ts';
import { ask } from './client.ts';
import { fleetMain, freePorts, type RunningFleet, startFleet } from './fleet.ts';
import { startVendor, type Vendor } from './vendor.ts';

const patienceMs = 120_000;
const key = 'sk-e2e';
const stock = 'SKU-2024-888 上海有货吗?';

describe('a fleet whose model is at two endpoints', () => {
  let simulator: string;
  let conversations = 0;
  beforeAll(async () => {
    const sim = await startApp('sim-llm');
    closeAtTheEnd(() => sim.stop());
    simulator = sim.addresses['http'] ?? '';
  }, patienceMs);

  /** Two doors to the simulator, and the fleet that knows them. */
  async function scene(more = ['', ''], rule?: string): Promise<{ fleet: RunningFleet; vendors: [Vendor, Vendor] }> {
    const vendors: [Vendor, Vendor] = [await startVendor(simulator, key), await startVendor(simulator, key)];
    const entries = vendors.map(({ baseUrl }, i) => ({ baseUrl, more: more[i] ?? '' }));
    const path = catalogueFile(oneModelAt(entries, rule));
    const fleet = await startFleet({ MODELS_FILE: path, VENDOR_KEY: key });
    closeAtTheEnd(() => fleet.stop());
    return { fleet, vendors };
  }

  const turns = ({ url }: RunningFleet, count: number, text = stock): Promise<Reply[]> =>
    Promise.all(Array.from({ length: count }, () => ask(url, `c-${++conversations}`, text)));
  const statuses = (replies: readonly Reply[]): string[] => [...new Set(replies.map(({ status }) => status))];

  it(
    'answers every turn when the key of one is revoked, says so once, and comes back to it',
    async () => {
      const { fleet, vendors } = await scene();
      const [first, second] = vendors;
      expect(statuses(await turns(fleet, 10))).toEqual(['completed']);
      // Equal endpoints share the calls.
      expect(first.calls.length + second.calls.length).toBe(20);
      expect(Math.min(first.calls.length, second.calls.length)).toBeGreaterThan(4);

      first.key = 'another';
      for (let round = 0; round < 6; round++) expect(statuses(await turns(fleet, 10))).toEqual(['completed']);
      // Those that were under way when it went, and a probe now and then.
      expect(first.refused.length).toBeLessThan(30);
      const told = fleet.process.output().match(/.*this model is not asked at this endpoint.*/g) ?? [];
      expect(told).toEqual([expect.stringMatching(/answered 401: it does not accept our key[^]*Check the API key/)]);

      first.key = key;
      const before = first.calls.length;
      await eventually('the first endpoint answers again', 60_000, async () => {
        await turns(fleet, 1);
        return first.calls.length > before + 4 ? true : null;
      });
      expect(fleet.process.output()).toMatch(/this model is asked at this endpoint again/);
    },
    patienceMs,
  );

  it(
    'leaves one alone that takes five seconds to the first word, by what it measured',
    async () => {
      const { fleet, vendors } = await scene(['', ''], 'strategy: fastest');
      const [slow, fast] = vendors;
      slow.slowMs = 5_000;
      expect(statuses(await turns(fleet, 2))).toEqual(['completed']);
      const begunAt = performance.now();
      for (let round = 0; round < 10; round++) expect(statuses(await turns(fleet, 2))).toEqual(['completed']);
      expect(performance.now() - begunAt).toBeLessThan(10_000);
      expect(slow.calls.length).toBeLessThan(8);
      expect(fast.calls.length).toBeGreaterThan(30);
    },
    patienceMs,
  );

  it(
    'asks the other as well where the rule allows a second request, when the first takes five seconds',
    async () => {
      const { fleet, vendors } = await scene(['', ''], 'strategy: cheapest, hedge: true');
      const [slow, fast] = vendors;
      for (let round = 0; round < 8; round++) await turns(fleet, 4);
      expect(slow.calls.length).toBeGreaterThan(20);
      slow.slowMs = 5_000;
      const before = fast.calls.length;
      const begunAt = performance.now();
      const replies = await turns(fleet, 4);
      expect(performance.now() - begunAt).toBeLessThan(4_000);
      expect(statuses(replies)).toEqual(['completed']);
      expect(fast.calls.length).toBeGreaterThan(before + 2);
      const metrics = await (await fetch(`${fleet.url}/metrics`)).text();
      expect(metrics).toMatch(/turnfleet_routes_hedged_total\{[^}]*winner="second"[^}]*\} \d+/);
    },
    patienceMs,
  );

  it(
    'asks a candidate unseen, and says by its metrics how that compares',
    async () => {
      const text = builtInCatalogueText
        .replaceAll(/^ +keyVariable: .*\n/gm, '')
        .replace('https://api.openai.com', simulator)
        .replace('https://api.anthropic.com', simulator);
      const shadow = 'shadow: { model: claude-sonnet-4.5, share: 1 }\n';
      const fleet = await startFleet({ MODELS_FILE: catalogueFile(text + shadow) });
      closeAtTheEnd(() => fleet.stop());
      const replies = await turns(fleet, 4);
      expect(replies.map(({ status, model }) => `${status} ${model}`)).toEqual(
        Array(4).fill('completed deepseek-v3.2'),
      );
      const metrics = await (await fetch(`${fleet.url}/metrics`)).text();
      expect(metrics).toMatch(/turnfleet_shadow_steps_total\{[^}]*model="claude-sonnet-4\.5",result="same"[^}]*\} 8\b/);
      expect(metrics).toMatch(/turnfleet_shadow_figures_total\{[^}]*result="same"[^}]*\} 4\b/);
    },
    patienceMs,
  );

  it(
    'never sends one with a limit of 10 requests a minute an eleventh, under 100 turns at once',
    async () => {
      const { fleet, vendors } = await scene(['requestsPerMinute: 10', '']);
      expect(statuses(await turns(fleet, 100))).toEqual(['completed']);
      expect(vendors.map(({ calls }) => calls.length)).toEqual([10, 190]);
      expect(fleet.process.output().match(/at its limit of requests a minute/g)).toHaveLength(1);
      const metrics = await (await fetch(`${fleet.url}/metrics`)).text();
      expect(metrics).toMatch(/turnfleet_endpoint_held_total\{[^}]*endpoint="e0"[^}]*\} \d+/);
    },
    patienceMs,
  );

  it(
    'tells those for whom there is no room in time at once and honestly',
    async () => {
      const { fleet, vendors } = await scene(['requestsPerMinute: 10', 'requestsPerMinute: 10']);
      const begunAt = performance.now();
      // What tools or flows can answer alone they do.
      const replies = await turns(fleet, 60, '你们公司在哪里上市的?');
      expect(performance.now() - begunAt).toBeLessThan(15_000);
      expect(vendors.map(({ calls }) => calls.length)).toEqual([10, 10]);
      const failed = replies.filter(({ status }) => status === 'failed');
      expect(failed.length).toBe(40);
      expect(new Set(failed.map(({ error }) => error?.kind))).toEqual(new Set(['overloaded']));
    },
    patienceMs,
  );
});

describe('a catalogue with mistakes', () => {
  it(
    'is refused at the start with every one of them, its line and what is wrong',
    async () => {
      const good = oneModelAt([{ baseUrl: 'http://127.0.0.1:1/v1' }]);
      const cycle = 'groups: { a: [b], b: [a] }\nfallback: { unavailable: [a, gpt-9] }\n';
      const circle = await runChild(fleetMain, ['up'], { ...freePorts, MODELS_FILE: catalogueFile(good + cycle) });
      expect(circle.code).toBe(2);
      expect(circle.output).toMatch(/line 14: fallback\.unavailable\.0: goes in a circle: a → b → a/);
      expect(circle.output).toMatch(/line 14: fallback\.unavailable\.1: there is no model or group "gpt-9"/);

      const negative = catalogueFile(good.replace("'0.42'", '-0.42'));
      const price = await runChild(fleetMain, ['up'], { ...freePorts, MODELS_FILE: negative });
      expect(price.code).toBe(2);
      expect(price.output).toMatch(/line 6: models\.deepseek-v3\.2\.usdPerMillionTokens\.output: must be a price/);
    },
    patienceMs,
  );
});
