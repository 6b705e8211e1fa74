import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask } from './client.ts';
import { freePorts, type RunningFleet, startFleet } from './fleet.ts';

/** A vendor that is down behind its gateway: it takes connections, counts requests and answers none. */
async function deadVendor(): Promise<{ readonly url: string; asked(): number; close(): Promise<void> }> {
  let asked = 0;
  const server: Server = createServer((request, response) => {
    asked++;
    request.resume();
    response.writeHead(503).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

describe('a fleet whose vendors are all away', () => {
  let vendor: Awaited<ReturnType<typeof deadVendor>>;
  let fleet: RunningFleet;
  beforeAll(async () => {
    vendor = await deadVendor();
    fleet = await startFleet({
      OPENAI_BASE_URL: `${vendor.url}/v1`,
      OPENAI_API_KEY: 'none',
      ANTHROPIC_BASE_URL: vendor.url,
      ANTHROPIC_API_KEY: 'none',
    });
  }, 30_000);
  afterAll(async () => {
    await fleet.stop();
    await vendor.close();
  }, 40_000);

  it('answers what is plain from the tools, in both languages', async () => {
    expect(await ask(fleet.url, 'c-away-1', 'SKU-2024-888 多少钱?')).toMatchObject({
      status: 'degraded',
      model: '',
      locale: 'zh-CN',
      text: expect.stringMatching(/（SKU-2024-888）的标价是 ¥6,999，/),
      toolCalls: [{ name: 'get_product_info', outcome: 'ok' }],
    });
    expect(await ask(fleet.url, 'c-away-2', 'Is SKU-2024-888 in stock in Shanghai?')).toMatchObject({
      status: 'degraded',
      locale: 'en',
      text: expect.stringMatching(/SKU-2024-888: \d+ pieces can be sold now/),
    });
    expect(await ask(fleet.url, 'c-away-3', '我的订单 ORD-2024-0001 到哪了?', undefined, 'U123456')).toMatchObject({
      status: 'completed',
      intent: 'order_status',
      text: expect.stringMatching(/^订单 ORD-2024-0001 运输中/),
    });
  }, 30_000);

  it('says honestly that nobody can answer now what neither tools nor flows can', async () => {
    const reply = await ask(fleet.url, 'c-away-4', '你们的手机适合玩游戏吗?');
    expect(reply).toMatchObject({ status: 'failed', error: { kind: 'model_unavailable' }, toolCalls: [] });
    expect(reply.text).toContain('智能客服暂时无法回答');
  }, 30_000);

  it('stops asking the vendors, and goes on answering at once', async () => {
    for (let turn = 0; turn < 40; turn++) await ask(fleet.url, `c-open-${turn}`, 'SKU-2024-888 多少钱?');
    const before = vendor.asked();
    const began = performance.now();
    for (let turn = 0; turn < 40; turn++) {
      expect(await ask(fleet.url, `c-after-${turn}`, 'SKU-2024-888 多少钱?')).toMatchObject({ status: 'degraded' });
    }
    const seconds = (performance.now() - began) / 1_000;
    // A breaker lets one probe through in a while, for each of the four models; retries would be 40 × 3 at least.
    expect(vendor.asked() - before).toBeLessThanOrEqual(8 + Math.ceil(seconds));
    const metrics = await (await fetch(`${fleet.url}/metrics`)).text();
    expect(metrics).toMatch(/turnfleet_turns_without_model_total\{[^}]*outcome="answered"[^}]*\} \d+/);
  }, 60_000);
});

describe('a fleet whose simulator is killed', () => {
  it('answers the turns behind that, and recovers when it is back', async () => {
    const sim = await startFleet({}, ['sim-llm']);
    const port = new URL(sim.addresses['sim-llm.http'] ?? '').port;
    const url = `http://127.0.0.1:${port}`;
    const fleet = await startFleet({
      OPENAI_BASE_URL: `${url}/v1`,
      ANTHROPIC_BASE_URL: url,
      OPENAI_API_KEY: 'none',
      ANTHROPIC_API_KEY: 'none',
    });
    expect(await ask(fleet.url, 'c-killed-1', 'SKU-2024-888 多少钱?')).toMatchObject({ status: 'completed' });
    sim.process.signal('SIGKILL');
    await sim.process.ended;
    expect(await ask(fleet.url, 'c-killed-1', 'SKU-2024-888 多少钱?')).toMatchObject({ status: 'degraded' });
    const back = await startFleet({ ...freePorts, SIM_LLM_PORT: port }, ['sim-llm']);
    expect(await ask(fleet.url, 'c-killed-1', 'SKU-2024-888 多少钱?')).toMatchObject({ status: 'completed' });
    await fleet.stop();
    await back.stop();
  }, 90_000);
});
