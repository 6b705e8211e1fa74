import { credentials, makeClientConstructor, status } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from '@jest/globals';
import { serviceDefinition } from '@turnfleet/contract/grpc';
import { silentLogger } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { grpcCaller, refusal } from '@turnfleet/testing';
import { serveGrpc } from './serve-grpc.ts';
import { grpcService } from './service.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function given() {
  const clock = new ManualClock();
  const database = { name: 'database', problem: () => trouble.now };
  const trouble: { now: string | null } = { now: null };
  const services = [
    grpcService('turnfleet.inventory.v1.InventoryService', {
      CheckInventory: async () => ({}),
      ReserveStock: async () => ({}),
      SetStock: async () => ({}),
    }),
  ];
  const options = {
    name: 'spec',
    host: '127.0.0.1',
    port: 0,
    services,
    checks: [database],
    drainMs: 1_000,
    clock,
    logger: silentLogger,
  };
  const server = await serveGrpc(options);
  const caller = grpcCaller('grpc.health.v1.Health', server.address);
  stops.push(
    () => server.stop(),
    () => caller.close(),
  );
  return { clock, trouble, server, caller };
}

/** The statuses a watcher is told, as they come. */
function watch(address: string, service: string) {
  const Client = makeClientConstructor(serviceDefinition('grpc.health.v1.Health'), 'Health');
  const client = new Client(address, credentials.createInsecure());
  stops.push(() => client.close());
  const call = client.makeServerStreamRequest(
    '/grpc.health.v1.Health/Watch',
    serviceDefinition('grpc.health.v1.Health').Watch.requestSerialize,
    serviceDefinition('grpc.health.v1.Health').Watch.responseDeserialize,
    { service },
  );
  call.on('error', () => undefined);
  const told = call[Symbol.asyncIterator]() as AsyncIterator<{ status: string }, undefined>;
  return { next: async () => (await told.next()).value?.status };
}

describe('the health of a server', () => {
  it.each(['', 'turnfleet.inventory.v1.InventoryService'])(
    'is SERVING for %j while its dependencies are fine',
    async (service) => {
      const { caller, trouble } = await given();
      expect(await caller.call('Check', { service })).toEqual({ status: 'SERVING' });
      trouble.now = 'The database cannot be reached.';
      expect(await caller.call('Check', { service })).toEqual({ status: 'NOT_SERVING' });
    },
  );

  it('is NOT_FOUND for a service it does not have', async () => {
    const { caller } = await given();
    expect((await refusal(caller.call('Check', { service: 'other.Service' }))).code).toBe(status.NOT_FOUND);
  });

  it('is listed for each service', async () => {
    const { caller } = await given();
    expect(await caller.call('List', {})).toEqual({
      statuses: { '': { status: 'SERVING' }, 'turnfleet.inventory.v1.InventoryService': { status: 'SERVING' } },
    });
  });

  it('is told to watchers when it changes, and at last when the server drains', async () => {
    const { clock, trouble, server } = await given();
    const watcher = watch(server.address, '');
    expect(await watcher.next()).toBe('SERVING');
    trouble.now = 'The database cannot be reached.';
    await clock.advance(1_000);
    expect(await watcher.next()).toBe('NOT_SERVING');
    trouble.now = null;
    await clock.advance(1_000);
    expect(await watcher.next()).toBe('SERVING');
    const stopped = server.stop();
    expect(await watcher.next()).toBe('NOT_SERVING');
    expect(await watcher.next()).toBeUndefined();
    await stopped;
    expect(clock.pending).toBe(0);
  });

  it('is SERVICE_UNKNOWN to a watcher of a service it does not have', async () => {
    const { server } = await given();
    expect(await watch(server.address, 'other.Service').next()).toBe('SERVICE_UNKNOWN');
  });
});
