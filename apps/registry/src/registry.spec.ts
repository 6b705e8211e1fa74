import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { createMemoryInstances } from '@turnfleet/embedded';
import { type Instance, type InstanceStore } from '@turnfleet/instances';
import { anInstance } from '@turnfleet/instances/testing';
import { serveGrpc } from '@turnfleet/service-kit';
import { type GrpcCaller, grpcCaller, refusal } from '@turnfleet/testing';
import { followList, listReader } from './follow-list.ts';
import { messageOf } from './instance-message.ts';
import { registryService } from './registry-service.ts';

const service = 'turnfleet.registry.v1.RegistryService';
const clock = new ManualClock();
let caller: GrpcCaller;
let stop: () => Promise<void>;

beforeEach(async () => {
  const services = [registryService({ store: createMemoryInstances(clock), clock, heartbeatMs: 5_000 })];
  const of = { name: 'registry', host: '127.0.0.1', port: 0, checks: [], drainMs: 1_000, logger: silentLogger };
  const server = await serveGrpc({ ...of, services, clock });
  caller = grpcCaller(service, server.address);
  stop = async () => {
    caller.close();
    await server.stop();
  };
});
afterEach(() => stop());

const register = (change: Partial<Instance> = {}) =>
  caller.call('Register', { instance: messageOf(anInstance(change)) });
const discovered = async (of = ''): Promise<string[]> => {
  const { instances } = (await caller.call('Discover', { service: of })) as { instances: readonly { id: string }[] };
  return instances.map(({ id }) => id);
};

describe('the registry', () => {
  it('tells how often to be heard of, and lists an instance until three heartbeats did not come', async () => {
    expect(await register({ id: 'a' })).toEqual({ heartbeat_interval: { seconds: '5', nanos: 0 } });
    await clock.advance(14_000);
    await caller.call('Heartbeat', { id: 'a', load: 0.5 });
    await clock.advance(14_000);
    expect(await discovered()).toEqual(['a']);
    await clock.advance(1_001);
    expect(await discovered()).toEqual([]);
  });

  it('lets an instance that it forgot register again', async () => {
    const forgotten = await refusal(caller.call('Heartbeat', { id: 'a', load: 0 }));
    expect(forgotten).toMatchObject({ kind: 'not_found', details: { resource: { type: 'instance', name: 'a' } } });
    await register({ id: 'a' });
    await caller.call('Heartbeat', { id: 'a', load: 0 });
  });

  it('lists the instances of one service', async () => {
    await register({ id: 'a', services: ['x.v1.X'] });
    await register({ id: 'b', services: ['x.v1.X', 'y.v1.Y'] });
    expect(await discovered('y.v1.Y')).toEqual(['b']);
    expect(await discovered('x.v1.X')).toEqual(['a', 'b']);
  });

  it('refuses an instance that nobody could call, with everything that is wrong with it', async () => {
    const refused = await refusal(register({ address: 'inventory', services: [], version: '' }));
    expect(refused.kind).toBe('invalid_request');
    expect(refused.details.violations?.map(({ field }) => field)).toEqual([
      'instance.address',
      'instance.version',
      'instance.services',
    ]);
  });
});

describe('a list that is followed', () => {
  function following(store: Pick<InstanceStore, 'list'>) {
    const time = new ManualClock();
    const over = new AbortController();
    const seen: (readonly Instance[])[] = [];
    const done = (async () => {
      for await (const list of followList(listReader(store, time), time, over.signal)) seen.push(list);
    })();
    return { time, over, seen, done };
  }

  it('is told at once, within a second of a change, and every five seconds', async () => {
    let list = [anInstance()];
    const { time, over, seen, done } = following({ list: async () => list });
    await time.advance(0);
    expect(seen).toEqual([list]);
    list = [anInstance({ load: 0.5 })];
    await time.advance(4_000);
    expect(seen).toHaveLength(1);
    await time.advance(1_000);
    expect(seen.at(-1)).toEqual(list);
    list = [];
    await time.advance(1_000);
    expect(seen).toHaveLength(3);
    over.abort();
    await done;
    expect(time.pending).toBe(0);
  });

  it('is read once for all who follow it', async () => {
    let reads = 0;
    const read = listReader({ list: async () => (reads++, []) }, clock);
    await Promise.all([read(), read(), read()]);
    expect(reads).toBe(1);
    await clock.advance(1_000);
    await read();
    expect(reads).toBe(2);
  });

  it('ends with the failure of a store that is away', async () => {
    const { done } = following({ list: () => Promise.reject(new Error('away')) });
    await expect(done).rejects.toThrow('away');
  });
});
