import { describe, expect, it } from '@jest/globals';
import { SpanKind } from '@opentelemetry/api';
import { keepSpans } from '@turnfleet/telemetry/testing';
import { readConfig } from './config.ts';
import { startSim } from './testing/start-sim.ts';

const asking = (behaviour: object = {}, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-sim-behaviour': JSON.stringify(behaviour), ...headers },
  body: JSON.stringify({ model: 'gpt-4.1', stream: true, messages: [{ role: 'user', content: 'hello' }] }),
});

describe('a stop', () => {
  it('lets a running answer finish and ends one that hangs', async () => {
    const sim = await startSim();
    const url = `${sim.url}/v1/chat/completions`;
    const running = await fetch(url, asking({ latency: { tokensPerSecond: 100 } }));
    const hanging = await fetch(url, asking({ faults: [{ kind: 'hang_mid_stream' }] }));
    const hung = expect(hanging.text()).rejects.toThrow();
    await Promise.all([sim.app.stop(), hung]);
    expect(await running.text()).toContain('[DONE]');
    await expect(fetch(url, asking())).rejects.toThrow();
  });

  it('ends what is still running when the drain time is over', async () => {
    const sim = await startSim({ DRAIN_SECONDS: '0' });
    const running = await fetch(`${sim.url}/v1/chat/completions`, asking({ latency: { tokensPerSecond: 0.01 } }));
    const cut = expect(running.text()).rejects.toThrow();
    await Promise.all([sim.app.stop(), cut]);
  });
});

describe('the trace of a request', () => {
  it('is a server span below the caller’s', async () => {
    const spans = keepSpans();
    const sim = await startSim();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await (await fetch(`${sim.url}/v1/chat/completions`, asking({}, { traceparent }))).text();
    await sim.app.stop();
    const [span] = spans.ended();
    expect(span).toMatchObject({
      name: 'POST /v1/chat/completions',
      kind: SpanKind.SERVER,
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/v1/chat/completions',
        'http.response.status_code': 200,
      },
    });
    expect(span?.spanContext().traceId).toBe('0af7651916cd43dd8448eb211c80319c');
    expect(span?.parentSpanContext?.spanId).toBe('b7ad6b7169203331');
    await spans.stop();
  });
});

describe('the configuration', () => {
  it('lists every mistake', () => {
    const config = readConfig({ SIM_LLM_PORT: 'x', SIM_LLM_TTFT_MS: '-1', SIM_LLM_TOKENS_PER_SECOND: 'fast' });
    expect(config.ok ? [] : config.problems.map((problem) => problem.split(':')[0])).toEqual([
      'SIM_LLM_PORT',
      'SIM_LLM_TTFT_MS',
      'SIM_LLM_TOKENS_PER_SECOND',
    ]);
  });

  it('tells a port that is taken', async () => {
    const sim = await startSim();
    const { port } = new URL(sim.url);
    await expect(startSim({ SIM_LLM_PORT: port })).rejects.toThrow(`Cannot listen on 127.0.0.1:${port}`);
    await sim.app.stop();
  });
});
