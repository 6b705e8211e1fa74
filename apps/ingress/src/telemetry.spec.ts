import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { headerBytes } from '@turnfleet/contract/events';
import { silentLogger } from '@turnfleet/core';
import { drawTree, spanRows, spanTree, startTelemetry, type Telemetry } from '@turnfleet/telemetry/sdk';
import { type Ingress, openStream, postTurn, startIngress } from './testing/index.ts';

const upstream = { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' };

describe('telemetry', () => {
  let telemetry: Telemetry;
  let ingress: Ingress;
  beforeEach(async () => {
    telemetry = startTelemetry({ serviceName: 'turnfleet-ingress', export: false }, silentLogger);
    ingress = await startIngress({
      adapters: () => ({ spans: telemetry.spans, metrics: () => telemetry.metricsText() }),
    });
  });
  afterEach(async () => {
    await ingress.stop();
    await telemetry.stop();
  });

  it('continues the trace of the client through the request into the record', async () => {
    const response = await postTurn(ingress, 'c-1', { text: 'Hi' }, upstream);
    const trace: unknown = await (await fetch(`${ingress.url}/v1/traces/turn-1`)).json();
    const rows = spanRows(trace);
    const tree = spanTree(rows);
    expect(
      drawTree(tree)
        .replace(/[\d.]+ ms/g, '')
        .replace(/ +/g, ' '),
    ).toContain('POST /v1/conversations/{id}/turns');
    const [server] = tree.orphans;
    expect(server?.span.parentSpanId).toBe('00f067aa0ba902b7');
    expect(Object.fromEntries(server?.span.attributes ?? [])).toMatchObject({
      'http.request.method': 'POST',
      'http.route': '/v1/conversations/{id}/turns',
      'http.response.status_code': '202',
      'turnfleet.conversation.id': 'c-1',
      'turnfleet.turn.id': 'turn-1',
    });
    const [producer] = server?.children ?? [];
    expect(producer?.span.name).toBe('send chat.turns');
    const header = new TextDecoder().decode(
      headerBytes(ingress.log.records[0]?.headers ?? {}, 'traceparent') ?? undefined,
    );
    expect(header).toBe(`00-4bf92f3577b34da6a3ce929d0e0e4736-${producer?.span.spanId}-01`);
    expect(response.headers.get('traceparent')).toBe(`00-4bf92f3577b34da6a3ce929d0e0e4736-${server?.span.spanId}-01`);
  });

  it('finds the trace of a turn whatever else was asked about it', async () => {
    const stream = await openStream(`${ingress.url}/v1/conversations/c-1/events?turn=t-1`);
    await postTurn(ingress, 'c-1', { text: 'Hi' }, { ...upstream, 'idempotency-key': 't-1' });
    await postTurn(ingress, 'c-1', { text: 'Hi' }, { 'idempotency-key': 't-1' });
    await fetch(`${ingress.url}/v1/conversations/c-1/turns/t-1`, { method: 'DELETE' });
    stream.close();
    const trace: unknown = await (await fetch(`${ingress.url}/v1/traces/t-1`)).json();
    expect(
      spanRows(trace)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['POST /v1/conversations/{id}/turns', 'send chat.turns']);
  });

  it('finds a trace by its own id too', async () => {
    await postTurn(ingress, 'c-1', { text: 'Hi' }, upstream);
    const trace: unknown = await (await fetch(`${ingress.url}/v1/traces/4bf92f3577b34da6a3ce929d0e0e4736`)).json();
    expect(spanRows(trace)).toHaveLength(2);
  });

  it('names the trace in every error', async () => {
    const response = await fetch(`${ingress.url}/v1/nothing`, { headers: upstream });
    expect(await response.json()).toMatchObject({ traceId: '4bf92f3577b34da6a3ce929d0e0e4736' });
  });

  it('begins a trace where the client brings none, or rubbish', async () => {
    const response = await fetch(`${ingress.url}/v1/nothing`, { headers: { traceparent: 'rubbish' } });
    expect(response.headers.get('traceparent')).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });

  it('measures requests by route, turns and open streams', async () => {
    await postTurn(ingress, 'c-1', { text: 'Hi' }, { 'idempotency-key': 't-1' });
    await postTurn(ingress, 'c-1', { text: 'Hi' }, { 'idempotency-key': 't-1' });
    const stream = await openStream(`${ingress.url}/v1/conversations/c-1/events`);
    await stream.next();
    const text = await (await fetch(`${ingress.url}/metrics`)).text();
    expect(text).toMatch(
      /http_server_request_duration(_seconds)?_count\{.*http_route="\/v1\/conversations\/\{id\}\/turns".*\} 2/,
    );
    expect(text).toMatch(/turnfleet_ingress_turns_accepted_total(\{[^}]*\})? 1/);
    expect(text).toMatch(/turnfleet_ingress_streams_open(\{[^}]*\})? 1/);
    stream.close();
  });
});
