import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@turnfleet/core';
import { counter, histogram, observeGauge, upDownCounter } from './instruments.ts';
import { type MetricEntry, metricCatalogue } from './metrics.ts';
import { metricsPage, prometheusName } from './metrics-page.ts';
import { startTelemetry, type Telemetry } from './start-telemetry.ts';

const entries = Object.entries<MetricEntry>(metricCatalogue);
const types = { counter: 'counter', 'up-down counter': 'gauge', gauge: 'gauge', histogram: 'histogram' } as const;

describe('the catalogue of metrics', () => {
  let telemetry: Telemetry | undefined;
  afterEach(() => telemetry?.stop());

  it('is what docs/reference/metrics.md says', () => {
    const page = new URL('../../../../docs/reference/metrics.md', import.meta.url);
    expect(readFileSync(page, 'utf8')).toBe(metricsPage());
  });

  it('shows each instrument on /metrics as the page says: name, kind, unit, description', async () => {
    telemetry = startTelemetry({ serviceName: 'app', export: false }, silentLogger);
    for (const [name, { kind }] of entries) use(name, kind);
    const lines = (await telemetry.metricsText()).split('\n');
    const told = entries.flatMap(([name, { kind, unit, description }]) => {
      const shown = prometheusName(name, kind);
      const units = unit === undefined ? [] : [`# UNIT ${shown} ${unit}`];
      return [`# HELP ${shown} ${description}`, `# TYPE ${shown} ${types[kind]}`, ...units];
    });
    expect(lines.filter((line) => line.startsWith('# ') && !line.includes('target_info')).sort()).toEqual(told.sort());
  });

  it('gives histograms the buckets of their entry', async () => {
    telemetry = startTelemetry({ serviceName: 'app', export: false }, silentLogger);
    histogram('turnfleet.rebuild.duration').record(1, { reason: 'lost' });
    const text = await telemetry.metricsText();
    const bounds = [...text.matchAll(/turnfleet_rebuild_duration_bucket\{reason="lost",le="([^"]+)"\}/g)];
    expect(bounds.map(([, bound]) => bound)).toEqual(
      [...metricCatalogue['turnfleet.rebuild.duration'].buckets, '+Inf'].map(String),
    );
  });

  it('asks for a gauge no longer once it is taken off', async () => {
    telemetry = startTelemetry({ serviceName: 'app', export: false }, silentLogger);
    let asked = 0;
    const unobserve = observeGauge('turnfleet.clock.ahead', (result) => result.observe(++asked));
    expect(await telemetry.metricsText()).toMatch(/^turnfleet_clock_ahead 1$/m);
    unobserve();
    await telemetry.metricsText();
    expect(asked).toBe(1);
  });
});

function use(name: string, kind: MetricEntry['kind']): void {
  if (kind === 'counter') counter(name as 'turnfleet.turns').add(1);
  else if (kind === 'histogram') histogram(name as 'turnfleet.turn.duration').record(1);
  else if (kind === 'up-down counter') upDownCounter(name as 'turnfleet.ingress.streams.open').add(1);
  else observeGauge(name as 'turnfleet.clock.ahead', (result) => result.observe(1));
}
