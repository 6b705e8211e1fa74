import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Logger, silentLogger } from '@turnfleet/core';
import { startTelemetry, type Telemetry } from '@turnfleet/telemetry/sdk';
import { WsClient } from '@turnfleet/testing';
import { WebSocket } from 'ws';
import { type Ingress, startIngress } from '../testing/index.ts';

describe('what an operator sees of WebSockets', () => {
  let telemetry: Telemetry;
  let ingress: Ingress;
  let warned: string[];
  beforeEach(async () => {
    warned = [];
    const logger: Logger = { ...silentLogger, warn: (_fields, text) => void warned.push(text) };
    telemetry = startTelemetry({ serviceName: 'turnfleet-ingress', export: false }, silentLogger);
    ingress = await startIngress({
      config: { WS_CONNECTIONS: 10 },
      adapters: () => ({ logger, metrics: () => telemetry.metricsText() }),
    });
  });
  afterEach(async () => {
    await ingress.stop();
    await telemetry.stop();
  });

  it('is how many there are, and were, what went in and out, who came back and how fast', async () => {
    const one = await WsClient.open(ingress.url);
    one.send('userMessage', { conversationId: 'c-1', turnId: 't-1', text: 'hi' });
    await one.next('turnEvent');
    one.cut();
    const two = await WsClient.open(ingress.url, {}, one);
    const mute = await WsClient.open(ingress.url);
    await ingress.clock.advance(31_000);
    two.send('subscribe', { conversationId: 'c-1' });
    await two.next('subscribed');
    await ingress.clock.advance(30_000);
    expect(await mute.end()).toMatchObject({ code: 4408 });
    const counts = await (await fetch(`${ingress.url}/v1/connections`)).json();
    expect(counts).toEqual({
      ...{ current: 1, limit: 10, total: 3, resumed: 1, failedHeartbeats: 1 },
      ...{ conversations: 1, unacknowledgedBytes: 0, messagesIn: 5 },
      messagesOut: expect.any(Number),
      resumeMs: { p50: expect.any(Number), p95: expect.any(Number) },
    });
    const metrics = await (await fetch(`${ingress.url}/metrics`)).text();
    const valueOf = (name: string): string | undefined =>
      metrics
        .split('\n')
        .find((line) => line.startsWith(name))
        ?.split(' ')[1];
    expect(valueOf('turnfleet_ws_connections_open')).toBe('1');
    expect(metrics).toMatch(/turnfleet_ws_connections_ended_total\{[^}]*why="silent"[^}]*\} 1/);
    expect(metrics).toMatch(/turnfleet_ws_sessions_total\{[^}]*outcome="resumed"[^}]*\} 1/);
    expect(metrics).toMatch(/turnfleet_ws_messages_received_total\{[^}]*kind="hello"[^}]*\} 3/);
    expect(metrics).toMatch(/turnfleet_ws_messages_sent_total\{[^}]*kind="welcome"[^}]*\} 3/);
    expect(valueOf('turnfleet_ws_resume_duration_count')).toBe('1');
    two.cut();
  });

  it('is a warning at 70 and at 90 % of what the process takes, once each', async () => {
    const clients: WsClient[] = [];
    for (let i = 0; i < 10; i++) clients.push(await WsClient.open(ingress.url));
    expect(warned.filter((text) => text.includes('WebSocket'))).toEqual(
      [70, 90].map((level) => `WebSocket connections reach ${level} % of what this process takes`),
    );
    for (const client of clients) client.cut();
  });

  it('is no compression, also for a client that offers it', async () => {
    const socket = new WebSocket(`${ingress.url.replace('http', 'ws')}/v1/ws`, ['turnfleet.json.v1']);
    const extensions = await new Promise((resolve) => socket.once('open', () => resolve(socket.extensions)));
    expect(extensions).toBe('');
    socket.terminate();
  });

  it('is told to clients, too: how often to beat, how long a session lives, how much may wait', async () => {
    const client = await WsClient.connect(ingress.url);
    client.hello();
    expect(await client.next('welcome')).toMatchObject({
      ...{ resumed: false, heartbeatSeconds: 30, timeoutSeconds: 60, sessionSeconds: 600 },
      ...{ unacknowledgedBytes: 262_144, messageBytes: 131_072 },
    });
    client.cut();
  });
});
