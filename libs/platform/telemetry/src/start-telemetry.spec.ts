import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { metrics } from '@opentelemetry/api';
import { type Logger, silentLogger } from '@turnfleet/core';
import { samplerOf } from './sampling.ts';
import { startTelemetry, type Telemetry } from './start-telemetry.ts';
import { withSpan } from './with-span.ts';

const work = (): Promise<void> => withSpan({ scope: 'test', name: 'work' }, async () => undefined);

describe('telemetry', () => {
  const env = { ...process.env };
  let telemetry: Telemetry | undefined;
  let collector: Server | undefined;
  afterEach(async () => {
    await telemetry?.stop();
    telemetry = undefined;
    collector?.closeAllConnections();
    await new Promise<void>((resolve) => (collector ? collector.close(() => resolve()) : resolve()));
    collector = undefined;
    process.env = { ...env };
  });

  async function collect(answer: (path: string) => number | null): Promise<void> {
    collector = createServer((request, response) => {
      const status = answer(request.url ?? '');
      request.resume();
      if (status !== null) response.writeHead(status).end();
    });
    const server = collector;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const bound = server.address();
    // Longer than the limit of the stop, but not by much: nothing of a spec should live on after it.
    process.env['OTEL_EXPORTER_OTLP_TIMEOUT'] = '3500';
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : 0}`;
  }
  const warnings = () => {
    const warn = jest.fn<Logger['warn']>();
    return { warn, logger: { ...silentLogger, warn } };
  };

  it('keeps the spans where nothing collects them, until it stops', async () => {
    telemetry = startTelemetry({ serviceName: 'app', export: false }, silentLogger);
    const traceId = await withSpan({ scope: 'test', name: 'work' }, async (span) => span.spanContext().traceId);
    expect(telemetry.spans?.find(traceId)).toHaveLength(1);
    await telemetry.stop();
    expect(telemetry.spans?.find(traceId)).toHaveLength(0);
  });

  it('tells metrics as Prometheus reads them, and no more of the process than its name', async () => {
    process.env['OTEL_RESOURCE_ATTRIBUTES'] = 'deployment.environment.name=test';
    telemetry = startTelemetry({ serviceName: 'app', export: false }, silentLogger);
    metrics.getMeter('test').createCounter('turns.seen', { description: 'Turns.' }).add(2, { status: 'ok "so"\n' });
    const text = await telemetry.metricsText();
    expect(text).toMatch(/^# TYPE turns_seen_total counter$/m);
    expect(text).toMatch(/^turns_seen_total\{status="ok \\"so\\"\\n"\} 2$/m);
    expect(text).toMatch(/^target_info\{deployment_environment_name="test",service_name="app"\} 1$/m);
    expect(text.endsWith('\n')).toBe(true);
  });

  it('lets OTEL_SERVICE_NAME name the process', async () => {
    process.env['OTEL_SERVICE_NAME'] = 'shop-chat';
    telemetry = startTelemetry({ serviceName: 'app', export: false }, silentLogger);
    expect(await telemetry.metricsText()).toContain('target_info{service_name="shop-chat"} 1');
  });

  it('sends spans and metrics to the collector, the last ones when it stops', async () => {
    const paths = new Set<string>();
    await collect((path) => {
      paths.add(path);
      return 200;
    });
    const { warn, logger } = warnings();
    telemetry = startTelemetry({ serviceName: 'app', export: true }, logger);
    expect(telemetry.spans).toBeNull();
    metrics.getMeter('test').createCounter('turns.seen').add(1);
    await work();
    await telemetry.stop();
    expect([...paths].sort()).toEqual(['/v1/metrics', '/v1/traces']);
    expect(warn).not.toHaveBeenCalled();
  });

  it.each([
    ['refuses', 400],
    ['never answers', null],
  ])(
    'stops in bounded time, saying what is lost, when the collector %s',
    async (_how, status) => {
      await collect(() => status);
      const { warn, logger } = warnings();
      telemetry = startTelemetry({ serviceName: 'app', export: true }, logger);
      await work();
      await telemetry.stop();
      expect(warn.mock.calls.map(([, message]) => message)).toContainEqual(
        expect.stringMatching(/^the last spans and metrics were not sent/),
      );
    },
    8_000,
  );
});

describe('sampling', () => {
  it.each([
    ['parentbased_always_on', 'ParentBased{root=AlwaysOnSampler'],
    ['parentbased_traceidratio', 'ParentBased{root=TraceIdRatioBased{0.25}'],
    ['traceidratio', 'TraceIdRatioBased{0.25}'],
    ['always_off', 'AlwaysOffSampler'],
  ] as const)('%s is the sampler of that name', (name, description) => {
    expect(samplerOf({ name, ratio: 0.25 }).toString()).toContain(description);
  });
});
