import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask } from './client.ts';
import { type RunningFleet, startFleet } from './fleet.ts';

/** Each fault hits the turn of another conversation, on the one process that answers them all. */
describe('a fleet whose model breaks off in the middle of its stream', () => {
  let fleet: RunningFleet;
  const behave = async (faults: object[]): Promise<void> => {
    const answer = await fetch(`${fleet.addresses['sim-llm.http']}/_sim/behaviour`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ faults }),
    });
    expect(answer.status).toBe(200);
  };

  /** The greeting before it is worded at random. */
  const figures = (text: string): string => text.slice(text.indexOf('SKU'));

  beforeAll(async () => {
    fleet = await startFleet();
  }, 30_000);

  afterAll(async () => {
    await fleet.stop();
  }, 40_000);

  it.each(['error_mid_stream', 'half_told', 'cut_mid_stream'])(
    'asks again after %s, and tells the whole',
    async (kind) => {
      await behave([]);
      const whole = await ask(fleet.url, `c-whole-${kind}`, 'SKU-2024-888 上海有货吗?');
      await behave([{ kind, count: 2 }]);
      const reply = await ask(fleet.url, `c-broken-${kind}`, 'SKU-2024-888 上海有货吗?');
      expect(reply).toMatchObject({ status: 'completed', text: expect.stringContaining(figures(whole.text)) });
    },
    30_000,
  );

  it.each(['error_mid_stream', 'half_told'])(
    'fails one turn after %s without end, and lives',
    async (kind) => {
      await behave([{ kind }]);
      const reply = await ask(fleet.url, `c-endless-${kind}`, '你好');
      expect(reply).toMatchObject({ status: 'failed', error: { kind: 'model_unavailable' } });
      await behave([]);
      const next = await ask(fleet.url, `c-endless-${kind}`, 'SKU-2024-888 上海有货吗?');
      expect(next.status).toBe('completed');
      const metrics = await (await fetch(`${fleet.url}/metrics`)).text();
      expect(metrics).not.toContain('turnfleet_escaped_errors');
    },
    30_000,
  );
});
