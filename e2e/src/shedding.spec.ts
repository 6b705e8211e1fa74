import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Reply, replySchema } from '@turnfleet/contract/schemas';
import { eventually } from '@turnfleet/testing/eventually';
import { type RunningFleet, startFleet } from './fleet.ts';

describe('a flooded fleet', () => {
  let fleet: RunningFleet;
  let conversations = 0;

  beforeAll(async () => {
    // Each turn asks its model twice, so ten of them are in flight for some seconds.
    const slow = { SIM_LLM_TTFT_MS: '1500', MAX_TURNS_IN_FLIGHT: '10' };
    // Flows would answer some of it without a model.
    fleet = await startFleet({ ...slow, FLOWS_DIR: 'off' });
  }, 60_000);
  afterAll(async () => {
    await fleet.stop();
  }, 60_000);

  /** Null where the door did not let it in, or nobody answered in time. */
  async function ask(text: string, priority = '2'): Promise<Reply | null> {
    const response = await fetch(`${fleet.url}/v1/conversations/c-${conversations++}/turns`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'wait=30', 'x-turnfleet-priority': priority },
      body: JSON.stringify({ text }),
    });
    const body: unknown = await response.json();
    return response.status === 200 ? replySchema.parse(body) : null;
  }
  async function figure(name: string): Promise<number> {
    const text = await (await fetch(`${fleet.url}/metrics`)).text();
    const lines = text.split('\n').filter((line) => line.startsWith(name));
    return lines.reduce((sum, line) => sum + Number(/ ([\d.e+-]+)( \d+)?$/.exec(line)?.[1] ?? 0), 0);
  }
  const calls = (reply: Reply | null) =>
    reply?.toolCalls.map(({ name, outcome, reason }) => [name, outcome, reason ?? '']) ?? [];
  const advice = 'Which phones do you recommend?';
  const price = 'How much is SKU-2024-888?';

  it('leaves out what may be left out and says so, keeps what is asked for, and recovers', async () => {
    expect(calls(await ask(advice))).toEqual([['search_products', 'ok', '']]);

    let over = false;
    const flood = Array.from({ length: 14 }, async () => {
      while (!over) await ask('hello');
    });
    try {
      await eventually('it sheds', 60_000, async () => (await figure('turnfleet_shedding_level')) >= 2 || null);
      const left = await eventually('a look-up is left out', 60_000, async () => {
        const reply = await ask(advice);
        return reply?.toolCalls[0]?.outcome === 'skipped' ? reply : null;
      });
      expect(left).toMatchObject({ status: 'degraded', text: expect.stringContaining('very busy') });
      expect(calls(left)).toEqual([['search_products', 'skipped', 'load']]);
      // What the shopper asked for is looked up at all times, except for those who said that it can wait.
      const asked = await eventually('the price is told', 60_000, () => ask(price));
      expect(calls(asked)).toEqual([['get_product_info', expect.stringMatching(/^(?:ok|cached|stale)$/), '']]);
      expect(asked.text).toContain('6,999');
      const waits = await eventually('one of low priority is answered', 60_000, () => ask(price, '3'));
      expect(calls(waits)).toEqual([['get_product_info', 'skipped', 'load']]);
      expect(waits.status).toBe('degraded');
      expect(await figure('turnfleet_tools_left_out_total')).toBeGreaterThanOrEqual(2);
    } finally {
      over = true;
      await Promise.all(flood);
    }
    await eventually('it is calm', 60_000, async () => (await figure('turnfleet_shedding_level')) === 0 || null);
    const calm = await ask(advice);
    expect(calm?.status).toBe('completed');
    expect(calls(calm)).toEqual([['search_products', expect.stringMatching(/^(?:ok|cached|stale)$/), '']]);
  }, 300_000);
});
