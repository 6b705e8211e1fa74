import { Server, ServerCredentials, type ServerUnaryCall, status } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from '@jest/globals';
import { descriptorSet, serviceDefinition } from '@turnfleet/contract/grpc';
import { deadlineAt, type Logger, silentLogger, systemClock, TurnfleetError, wait } from '@turnfleet/core';
import { type Tool, toolsFrom } from '@turnfleet/tools';
import { openChannel } from '../channel.ts';
import { codecs } from '../codec.ts';
import { callDeps } from '../testing/call-deps.ts';
import { type CallDeps, ServiceGroup } from './service-group.ts';
import { createTarget } from './target.ts';

const inventory = 'turnfleet.inventory.v1.InventoryService';
const codecOf = codecs(descriptorSet);
const toolNamed = (name: string): Tool => {
  const found = toolsFrom(descriptorSet).find((one) => one.name === name);
  if (!found) throw new Error(`no tool ${name}`);
  return found;
};
const checkInventory = toolNamed('check_inventory');
const reserveStock = toolNamed('reserve_stock');

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0).reverse()) stop();
});

type Done = (error: { code: number; details: string } | null, value?: object) => void;

interface Instance {
  calls: number;
  cancelled: number;
  delayMs: number;
  fails: boolean;
}

/** A group with `count` instances on real servers, connected. */
async function groupOf(count: number, change: Partial<CallDeps> = {}) {
  const group = new ServiceGroup({ service: inventory, version: '1', fingerprint: '' }, codecOf, {
    ...callDeps,
    ...change,
  });
  const instances: Instance[] = [];
  for (let i = 0; i < count; i++) {
    const instance: Instance = { calls: 0, cancelled: 0, delayMs: 0, fails: false };
    const handle = (call: ServerUnaryCall<unknown, unknown>, done: Done): void => {
      instance.calls++;
      call.on('cancelled', () => instance.cancelled++);
      if (instance.fails) return done({ code: status.INTERNAL, details: 'broken' });
      systemClock.setTimer(instance.delayMs, () => done(null, {}));
    };
    const server = new Server();
    server.addService(serviceDefinition(inventory), { CheckInventory: handle, ReserveStock: handle });
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    const address = `127.0.0.1:${port}`;
    const channel = openChannel(inventory, address);
    group.targets.set(`i-${i}`, createTarget(`i-${i}`, address, channel));
    instances.push(instance);
    stops.push(() => {
      channel.close();
      server.forceShutdown();
    });
    while (!channel.isConnected()) await wait(systemClock, 1);
  }
  const call = async (tool = checkInventory): Promise<unknown> => {
    using deadline = deadlineAt(systemClock, systemClock.now() + 5_000);
    const args = tool === reserveStock ? { sku: 'A', city: 'B', quantity: 1 } : { sku: 'A', city: 'B' };
    return await group.call(tool, args, deadline, tool === reserveStock ? 'key' : undefined);
  };
  const target = (i: number) => {
    const found = group.targets.get(`i-${i}`);
    if (!found) throw new Error('no target');
    return found;
  };
  return { group, instances, call, target };
}

const many = (times: number, work: () => Promise<unknown>): Promise<unknown[]> =>
  Promise.all(Array.from({ length: times }, () => work().catch((error: unknown) => error)));
const callsOf = (instances: readonly Instance[]): number[] => instances.map(({ calls }) => calls);

describe('the instances of a service', () => {
  it('get nothing new while they drain', async () => {
    const { instances, call, target } = await groupOf(2, { balancing: () => 'round_robin' });
    target(0).figures = { ...target(0).figures, draining: true };
    await many(20, call);
    expect(callsOf(instances)).toEqual([0, 20]);
    target(1).figures = { ...target(1).figures, draining: true };
    await expect(call()).rejects.toMatchObject({ kind: 'tool_failed' });
  });

  it('get hardly a call while they are ten times as slow as their neighbours', async () => {
    const { instances, call } = await groupOf(3);
    for (const [i, instance] of instances.entries()) instance.delayMs = i === 0 ? 400 : 40;
    for (let round = 0; round < 20; round++) await many(10, call);
    // Less than half its share, however busy the machine: the first calls go before anything is measured.
    expect(instances[0]?.calls).toBeLessThan(200 / 3 / 2);
  });

  it('are left alone when they fail, for all kinds of calls, as long as there are others', async () => {
    const told: string[] = [];
    const logger: Logger = { ...silentLogger, warn: (_, text) => void told.push(text) };
    const { instances, call } = await groupOf(3, { balancing: () => 'round_robin', logger });
    const [broken] = instances;
    if (broken) broken.fails = true;
    for (let i = 0; i < 60; i++) await call().catch(() => undefined);
    expect(broken?.calls).toBe(5);
    expect(told).toEqual([expect.stringContaining('left alone for seconds')]);
  });
});

describe('a second attempt', () => {
  it('is made for a read that takes longer than nearly all, and the slow one is cancelled on the wire', async () => {
    const { instances, call } = await groupOf(2, { balancing: () => 'round_robin' });
    await many(100, call);
    const [slow] = instances;
    if (slow) slow.delayMs = 2_000;
    const begun = performance.now();
    await many(2, call);
    expect(performance.now() - begun).toBeLessThan(1_500);
    while (slow?.cancelled === 0) await wait(systemClock, 1);
  });

  it('is never made for what takes effect', async () => {
    const { instances, call } = await groupOf(2, { balancing: () => 'round_robin' });
    await many(100, () => call(reserveStock));
    for (const instance of instances) instance.delayMs = 200;
    await many(4, () => call(reserveStock));
    expect(callsOf(instances)).toEqual([52, 52]);
  });
});

describe('a method that fails', () => {
  it('is left alone within its failures, tells when, and leaves the other methods of the service be', async () => {
    const told: string[] = [];
    const logger: Logger = { ...silentLogger, warn: (_, text) => void told.push(text) };
    const { group, instances, call } = await groupOf(1, { logger });
    const [only] = instances;
    if (only) only.fails = true;
    for (let i = 0; i < 20; i++) await call().catch(() => undefined);
    expect(only?.calls).toBe(10);
    await expect(call()).rejects.toMatchObject({ kind: 'overloaded', details: { retryAfterMs: 1_000 } });
    expect(group.methods.get('CheckInventory')?.breaker).toBe('open');
    expect(told).toEqual([expect.stringContaining('half of the last calls')]);
    if (only) only.fails = false;
    await expect(call(reserveStock)).resolves.toBeDefined();
  });

  it('is not blamed for what shoppers ask wrongly, nor for turns that had no time left', async () => {
    const { group, instances, call } = await groupOf(1);
    const [only] = instances;
    if (only) only.delayMs = 200;
    await many(15, async () => {
      using deadline = deadlineAt(systemClock, systemClock.now() + 20);
      await group.call(checkInventory, { sku: 'A', city: 'B' }, deadline, undefined);
    });
    const wrong = new TurnfleetError('invalid_request', 'The arguments do not fit the tool.');
    using deadline = deadlineAt(systemClock, systemClock.now() + 5_000);
    await expect(group.call(checkInventory, { sku: 7 }, deadline, undefined)).rejects.toMatchObject({
      kind: wrong.kind,
    });
    expect(group.methods.get('CheckInventory')?.breaker).toBe('closed');
    if (only) only.delayMs = 0;
    await expect(call()).resolves.toBeDefined();
  });
});
