import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spanRows, spanTree } from '@turnfleet/telemetry/sdk';
import { eventually } from '@turnfleet/testing/eventually';
import { type SeparateFleet, startSeparately } from './apps.ts';
import { runChild } from './child.ts';
import { ask } from './client.ts';
import { fleetMain } from './fleet.ts';
import { outline, turnOutline } from './outline.ts';
import { describeOnServers, startingMs } from './servers.ts';

const { JAEGER_QUERY_URL: queryUrl, OTEL_EXPORTER_OTLP_ENDPOINT: collector = 'http://127.0.0.1:4318' } = process.env;
const question = 'SKU-2024-888 多少钱?用 WELCOME10 能便宜多少?上海有货吗,什么时候能送到广州?';
const exportedMs = 30_000;

if (queryUrl === undefined) {
  describe.skip('a turn in Jaeger (skipped: JAEGER_QUERY_URL is not set)', () => it('needs it', () => undefined));
} else {
  describeOnServers('a turn in Jaeger', ['kafka', 'redis', 'postgres'], (servers) => {
    let fleet: SeparateFleet;
    beforeAll(async () => {
      const env = { ...servers().env, OTEL_EXPORTER_OTLP_ENDPOINT: collector, JAEGER_QUERY_URL: queryUrl };
      fleet = await startSeparately(env);
    }, startingMs);
    afterAll(async () => {
      await fleet?.stop();
    }, startingMs);

    it(
      'is one tree without orphans over ingress, orchestrator, model and all four services, and turnfleet trace prints it',
      async () => {
        const reply = await ask(fleet.url, `jaeger-${process.pid}-${Date.now().toString(36)}`, question);
        expect(reply.status).toBe('completed');

        // Each process sends its spans by itself, up to half a second after they ended.
        const rows = await eventually('Jaeger has the whole trace', exportedMs, async () => {
          const response = await fetch(`${queryUrl}/api/v3/traces/${reply.traceId}`);
          if (!response.ok) return null;
          const { result } = (await response.json()) as { result: unknown };
          const spans = spanRows(result);
          const { roots, orphans } = spanTree(spans);
          const whole = orphans.length === 0 && outline(roots).length >= turnOutline.length;
          return whole ? spans : null;
        });

        const tree = spanTree(rows);
        expect(outline(tree.roots)).toEqual(turnOutline);
        expect(new Set(rows.map(({ service }) => service.replace('turnfleet-', '')))).toEqual(
          new Set(['ingress', 'orchestrator', 'sim-llm', 'product', 'inventory', 'pricing', 'logistics']),
        );

        const { code, output } = await runChild(fleetMain, ['trace', reply.turnId], { TURNFLEET_URL: fleet.url });
        expect(output).toContain('turnfleet.pricing.v1.PricingService/CalculateDiscount');
        expect(output).not.toContain('parent is missing');
        expect(output.match(/^ *[\d.]+ ms/gm)).toHaveLength(rows.length);
        expect(code).toBe(0);
      },
      startingMs,
    );
  });
}
