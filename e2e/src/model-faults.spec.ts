import { describe, expect, it } from '@jest/globals';
import { ask } from './client.ts';
import { suiteFleet } from './suite-fleet.ts';

/** Each fault hits the turn of another conversation, on the one process that answers them all. */
describe('a fleet whose model breaks off in the middle of its stream', () => {
  const fleet = suiteFleet();

  /** The greeting before it is worded at random. */
  const figures = (text: string): string => text.slice(text.indexOf('SKU'));

  it.each(['error_mid_stream', 'half_told', 'cut_mid_stream'])(
    'asks again after %s, and tells the whole',
    async (kind) => {
      await fleet.behave([]);
      const whole = await ask(fleet.url, `c-whole-${kind}`, 'SKU-2024-888 上海有货吗?');
      await fleet.behave([{ kind, count: 2 }]);
      const reply = await ask(fleet.url, `c-broken-${kind}`, 'SKU-2024-888 上海有货吗?');
      expect(reply).toMatchObject({ status: 'completed', text: expect.stringContaining(figures(whole.text)) });
    },
    30_000,
  );

  it.each(['error_mid_stream', 'half_told'])(
    'fails one turn after %s without end, and lives',
    async (kind) => {
      await fleet.behave([{ kind }]);
      const reply = await ask(fleet.url, `c-endless-${kind}`, '你好');
      expect(reply).toMatchObject({ status: 'failed', error: { kind: 'model_unavailable' } });
      await fleet.behave([]);
      const next = await ask(fleet.url, `c-endless-${kind}`, 'SKU-2024-888 上海有货吗?');
      expect(next.status).toBe('completed');
      const metrics = await (await fetch(`${fleet.url}/metrics`)).text();
      expect(metrics).not.toContain('turnfleet_escaped_errors');
    },
    30_000,
  );
});
