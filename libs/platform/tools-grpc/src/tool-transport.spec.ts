import { getEventListeners } from 'node:events';
import { type AddressInfo, connect, createServer, type Server as NetServer, type Socket } from 'node:net';
import { setImmediate as nextTick } from 'node:timers/promises';
import { Metadata, Server, ServerCredentials, type ServerUnaryCall, status } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SpanKind } from '@opentelemetry/api';
import { descriptorSet, encodeStatus, serviceDefinition } from '@turnfleet/contract/grpc';
import { type Deadline, deadlineAt, RetryBudget, systemClock, TurnfleetError } from '@turnfleet/core';
import { type KeptSpans, keepSpans } from '@turnfleet/telemetry/testing';
import { readAnew, type Tool, toolsFrom, toolUse } from '@turnfleet/tools';
import { callDeps } from './testing/call-deps.ts';
import { createGrpcTools, type GrpcToolTransport } from './tool-transport.ts';

const inventory = 'turnfleet.inventory.v1.InventoryService';
const pricing = 'turnfleet.pricing.v1.PricingService';
const tools = toolsFrom(descriptorSet);
const tool = (name: string): Tool => {
  const found = tools.find((one) => one.name === name);
  if (!found) throw new Error(`no tool ${name}`);
  return found;
};

interface Answer {
  readonly error?: TurnfleetError | { code: number; details: string };
  readonly value?: Record<string, unknown>;
}
type Handler = (request: Record<string, unknown>, call: ServerUnaryCall<unknown, unknown>) => Answer | Promise<Answer>;

let server: Server;
let handler: Handler;
let address: string;
let transport: GrpcToolTransport;
let deadline: Deadline;
let spans: KeptSpans;

const unary = (
  call: ServerUnaryCall<unknown, unknown>,
  answer: (error: object | null, value?: object) => void,
): void => {
  void Promise.resolve(handler(call.request as Record<string, unknown>, call)).then(({ error, value }) => {
    if (!error) return answer(null, value ?? {});
    if (!(error instanceof TurnfleetError)) return answer(error);
    const { code, message, details } = encodeStatus(error);
    const metadata = new Metadata();
    metadata.set('grpc-status-details-bin', details);
    return answer({ code, details: message, metadata });
  });
};

beforeEach(async () => {
  spans = keepSpans();
  handler = () => ({});
  address = await serve(0);
  transport = createGrpcTools({
    ...callDeps,
    descriptorSet,
    addresses: { [inventory]: address, [pricing]: `dns:///${address}` },
  });
  deadline = deadlineAt(systemClock, systemClock.now() + 10_000);
});

afterEach(async () => {
  deadline[Symbol.dispose]();
  transport.close();
  server.forceShutdown();
  await spans.stop();
});

async function serve(port: number): Promise<string> {
  server = new Server();
  server.addService(serviceDefinition(inventory), { CheckInventory: unary, ReserveStock: unary });
  server.addService(serviceDefinition(pricing), { CalculateDiscount: unary });
  return new Promise((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(`127.0.0.1:${bound}`),
    );
  });
}

const checkStock = (): Promise<unknown> =>
  transport.call(tool('check_inventory'), { sku: 'A', city: '上海' }, deadline);
const failure = (kind: string, more: object = {}): object =>
  expect.objectContaining({ name: 'TurnfleetError', kind, ...more });

describe('a tool over gRPC', () => {
  it('carries arguments and answer in proto3 JSON, empty fields included', async () => {
    let asked: unknown;
    handler = (request) => {
      asked = request;
      return {
        value: {
          sku: 'A',
          total: 0,
          warehouses: [{ warehouse_id: 'W1', quantity: 3 }],
          restock_time: { seconds: 1767225600 },
        },
      };
    };
    expect(await checkStock()).toEqual({
      sku: 'A',
      city: '',
      total: 0,
      warehouses: [{ warehouse_id: 'W1', city: '', quantity: 3, distance_km: 0 }],
      restock_time: '2026-01-01T00:00:00Z',
    });
    expect(asked).toEqual({ sku: 'A', city: '上海' });
  });

  it('takes enums and money there and back in the words that models use', async () => {
    let asked: unknown;
    handler = (request) => {
      asked = request;
      const amount = { currency_code: 'CNY', units: '499', nanos: 900_000_000 };
      return { value: { final_price: amount, reductions: [{ kind: 'REDUCTION_KIND_LEVEL', code: 'gold', amount }] } };
    };
    const use = toolUse({
      tools,
      transport,
      clock: systemClock,
      retryBudget: new RetryBudget(),
      readTool: readAnew(systemClock),
      asker: { tenant: 'default', user: null },
      granted: () => true,
      keyOf: () => 'key',
      facts: { userId: undefined },
      timeZone: 'Asia/Shanghai',
      locale: 'en',
      onEvent: () => undefined,
    });
    const { results } = await use.callAll(
      [{ id: 'call_1', name: 'calculate_discount', arguments: '{"original_price":4999.5,"user_level":"gold"}' }],
      deadline,
    );
    expect(asked).toMatchObject({
      original_price: { currency_code: 'CNY', units: '4999', nanos: 500_000_000 },
      user_level: 'USER_LEVEL_GOLD',
    });
    expect(JSON.parse(results[0]?.content ?? '')).toMatchObject({
      final_price: { amount: '499.90', currency: 'CNY' },
      reductions: [{ kind: 'level', code: 'gold' }],
    });
  });

  it('sends the deadline and the trace context, inside a client span without content', async () => {
    let seen: { traceparent: unknown; deadline: unknown } | undefined;
    handler = (_, call) => {
      seen = { traceparent: call.metadata.get('traceparent')[0], deadline: call.getDeadline() };
      return {};
    };
    await checkStock();
    const [span] = spans.ended();
    expect(span).toMatchObject({
      name: `${inventory}/CheckInventory`,
      kind: SpanKind.CLIENT,
      attributes: {
        'rpc.system': 'grpc',
        'rpc.service': inventory,
        'rpc.method': 'CheckInventory',
        'rpc.grpc.status_code': 0,
        'gen_ai.tool.name': 'check_inventory',
        'server.address': '127.0.0.1',
        'server.port': Number(address.split(':')[1]),
      },
    });
    expect(JSON.stringify(span?.attributes)).not.toContain('上海');
    expect(seen?.traceparent).toContain(span?.spanContext().spanId);
    expect(Number(seen?.deadline)).toBeLessThanOrEqual(deadline.at + 1_000);
  });

  it('sends the key of a call that takes effect once, and none with others', async () => {
    const seen: unknown[] = [];
    handler = (_, call) => {
      seen.push(call.metadata.get('idempotency-key'));
      return {};
    };
    await transport.call(tool('reserve_stock'), { sku: 'A', city: '上海', quantity: 2 }, deadline, 'key-1');
    await checkStock();
    expect(seen).toEqual([['key-1'], []]);
    expect(JSON.stringify(spans.ended().map(({ attributes }) => attributes))).not.toContain('key-1');
  });

  it('reads NOT_FOUND with the resource, INVALID_ARGUMENT with the violations', async () => {
    handler = () => ({
      error: new TurnfleetError('not_found', 'No such city.', {
        resource: { type: 'city', name: '火星', among: '上海, 北京' },
      }),
    });
    await expect(checkStock()).rejects.toMatchObject({
      kind: 'not_found',
      message: 'No such city.',
      details: { resource: { type: 'city', name: '火星', among: '上海, 北京' } },
    });
    handler = () => ({
      error: new TurnfleetError('invalid_request', 'Not valid.', {
        violations: [{ field: 'sku', description: 'is blank' }],
      }),
    });
    await expect(checkStock()).rejects.toMatchObject({
      kind: 'invalid_request',
      details: { violations: [{ field: 'sku', description: 'is blank' }] },
    });
    expect(spans.ended().map(({ attributes }) => attributes['rpc.grpc.status_code'])).toEqual([5, 3]);
  });

  it.each([
    [status.INTERNAL, 'tool_failed'],
    [status.UNKNOWN, 'tool_failed'],
    [status.UNAVAILABLE, 'overloaded'],
    [status.RESOURCE_EXHAUSTED, 'rate_limited'],
    [status.DEADLINE_EXCEEDED, 'tool_timeout'],
    [status.PERMISSION_DENIED, 'forbidden'],
  ])('reads status %i as %s', async (code, kind) => {
    handler = () => ({ error: { code, details: 'x' } });
    await expect(checkStock()).rejects.toEqual(failure(kind));
  });

  it('cancels the call at the service when the signal aborts', async () => {
    const controller = new AbortController();
    const turn = deadlineAt(systemClock, deadline.at, controller.signal);
    const reason = new TurnfleetError('cancelled', 'The shopper left.');
    const cancelled = new Promise<void>((resolve) => {
      handler = (_, call) => {
        call.on('cancelled', resolve);
        controller.abort(reason);
        return new Promise(() => undefined);
      };
    });
    const asked = transport.call(tool('check_inventory'), { sku: 'A', city: 'B' }, turn);
    await expect(asked).rejects.toBe(reason);
    await cancelled;
    turn[Symbol.dispose]();
  });

  it('ends with the deadline, whatever the service does', async () => {
    handler = () => new Promise(() => undefined);
    using short = deadlineAt(systemClock, systemClock.now() + 30);
    const asked = transport.call(tool('check_inventory'), { sku: 'A', city: 'B' }, short);
    await expect(asked).rejects.toMatchObject({ kind: expect.stringMatching(/^(tool_timeout|deadline_exceeded)$/) });
  });

  it('leaves nothing behind on the signal of a deadline', async () => {
    await checkStock();
    handler = () => ({ error: { code: status.INTERNAL, details: 'x' } });
    await expect(checkStock()).rejects.toThrow();
    expect(getEventListeners(deadline.signal, 'abort')).toEqual([]);
  });

  it('does not call at all after the deadline', async () => {
    using past = deadlineAt(systemClock, 0);
    await expect(transport.call(tool('check_inventory'), {}, past)).rejects.toEqual(failure('deadline_exceeded'));
  });

  it('refuses arguments that are not the message', async () => {
    await expect(transport.call(tool('check_inventory'), { sku: 7 }, deadline)).rejects.toEqual(
      failure('invalid_request'),
    );
  });

  it('says which service has no address', async () => {
    await expect(transport.call(tool('track_shipment'), { order_id: 'x' }, deadline)).rejects.toEqual(
      failure('tool_failed', { message: expect.stringContaining('LogisticsService.TrackShipment has no address') }),
    );
  });
});

describe('a service that cannot be reached', () => {
  it('is overloaded to the caller and named by its check; it recovers by itself', async () => {
    await checkStock();
    const check = transport.checks.find(({ name }) => name === inventory);
    expect(check?.problem()).toBeNull();

    server.forceShutdown();
    while (check?.problem() === null) await nextTick();
    await expect(untilFailure()).resolves.toMatchObject({
      kind: 'overloaded',
      message: `${inventory} cannot be reached.`,
    });
    expect(check?.problem()).toContain(address);

    await serve(Number(address.split(':')[1]));
    while (check?.problem() !== null) await nextTick();
    await expect(checkStock()).resolves.toMatchObject({ sku: '' });
  });
});

describe('a peer that accepts connections and says nothing', () => {
  const held = new Set<Socket>();
  let proxy: NetServer;
  let port: number;
  let mute: boolean;
  let accepted: number;
  let passedOn: number;
  let through: GrpcToolTransport;

  beforeEach(async () => {
    [mute, accepted, passedOn] = [true, 0, 0];
    proxy = createServer((near) => {
      accepted++;
      held.add(near);
      near.on('error', () => undefined).on('close', () => held.delete(near));
      if (mute) {
        near.resume();
        return;
      }
      passedOn++;
      const far = connect(Number(address.split(':')[1]), '127.0.0.1');
      held.add(far);
      far.on('error', () => near.destroy());
      near.pipe(far).pipe(near);
    });
    await listen(0);
    port = (proxy.address() as AddressInfo).port;
  });
  afterEach(() => {
    through.close();
    for (const socket of held) socket.destroy();
    held.clear();
    proxy.close();
  });
  const listen = (at: number): Promise<void> =>
    new Promise((resolve) => proxy.listen(at, '127.0.0.1', () => resolve()));
  const reach = (target: string) => {
    through = createGrpcTools({ ...callDeps, descriptorSet, addresses: { [inventory]: target }, connectLimitMs: 200 });
    return through.checks[0];
  };
  const call = () => through.call(tool('check_inventory'), { sku: 'A', city: '上海' }, deadline);

  it.each([
    ['from the start', false],
    ['after it was away', true],
  ])('keeps its tools away no longer than it is mute, %s', async (_, away) => {
    if (away) await new Promise((resolve) => proxy.close(resolve));
    const check = reach(`127.0.0.1:${port}`);
    if (away) {
      while (!check?.problem()?.includes('cannot be reached')) await nextTick();
      await listen(port);
    }
    while (!check?.problem()?.includes('says nothing') || accepted < 8) await nextTick();
    expect(held.size).toBeLessThan(5);
    await expect(call()).rejects.toEqual(failure('overloaded'));
    // Connections that were accepted stay mute: only another one gets through.
    mute = false;
    while (check?.problem() !== null) await nextTick();
    await expect(call()).resolves.toMatchObject({ sku: '' });
  });

  it('beside a healthy one takes nothing away, and gets its share when it answers', async () => {
    const check = reach(`ipv4:127.0.0.1:${port},${address}`);
    while (check?.problem() !== null || accepted < 2) await nextTick();
    await expect(call()).resolves.toMatchObject({ sku: '' });
    mute = false;
    while (passedOn === 0) await nextTick();
    await expect(call()).resolves.toMatchObject({ sku: '' });
  });
});

async function untilFailure(): Promise<unknown> {
  return checkStock().then(
    () => untilFailure(),
    (error: unknown) => error,
  );
}
