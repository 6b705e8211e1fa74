import { status } from '@grpc/grpc-js';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Check } from '@turnfleet/core';
import { type Clock, type Logger, silentLogger, systemClock, TurnfleetError } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { grpcCaller, refusal } from '@turnfleet/testing';
import { type GrpcServer, serveGrpc } from './serve-grpc.ts';
import { grpcService, type ServiceCall } from './service.ts';

const serviceName = 'turnfleet.inventory.v1.InventoryService';
const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

type Handler = (request: { sku: string; city: string }, call: ServiceCall) => Promise<object>;

interface Given {
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly checks?: readonly Check[];
  readonly drainMs?: number;
}

async function serving(handler: Handler, given: Given = {}): Promise<GrpcServer> {
  const { clock = systemClock, logger = silentLogger, checks = [], drainMs = 5_000 } = given;
  const services = [
    grpcService(serviceName, { CheckInventory: handler, ReserveStock: async () => ({}), SetStock: async () => ({}) }),
  ];
  const server = await serveGrpc({
    name: 'spec',
    host: '127.0.0.1',
    port: 0,
    services,
    checks,
    drainMs,
    clock,
    logger,
  });
  stops.push(() => server.stop());
  return server;
}

function client(server: GrpcServer) {
  const caller = grpcCaller(serviceName, server.address);
  stops.push(() => caller.close());
  return caller;
}

const fine = { sku: 'SKU-1', city: '上海' };
const never: Handler = () => new Promise(() => {});

/** A handler that tells when it was called. */
function observed(handler: Handler) {
  const called = Promise.withResolvers<ServiceCall>();
  const observing: Handler = (request, call) => {
    called.resolve(call);
    return handler(request, call);
  };
  return { handler: observing, called: called.promise };
}

describe('a call', () => {
  it('is answered', async () => {
    const server = await serving(async ({ sku }) => ({ sku, total: 3 }));
    expect(await client(server).call('CheckInventory', fine)).toMatchObject({ sku: 'SKU-1', total: 3, warehouses: [] });
  });

  it('with blank and oversized fields is refused with every violation', async () => {
    const server = await serving(never);
    const refused = await refusal(client(server).call('CheckInventory', { sku: '  ', city: '上'.repeat(65) }));
    expect(refused.code).toBe(status.INVALID_ARGUMENT);
    expect(refused.details.violations).toEqual([
      { field: 'sku', description: 'must not be blank' },
      { field: 'city', description: 'must have at most 64 characters' },
    ]);
  });

  it('with a NUL character is refused before a database meets it', async () => {
    const server = await serving(never);
    const refused = await refusal(client(server).call('CheckInventory', { ...fine, sku: 'SKU\0' }));
    expect(refused.details.violations).toEqual([{ field: 'sku', description: 'must not hold a NUL character' }]);
  });

  it('for something unknown says which resource is not there', async () => {
    const server = await serving(async () => {
      throw new TurnfleetError('not_found', 'There is no such product.', {
        resource: { type: 'product', name: 'SKU-1' },
      });
    });
    const refused = await refusal(client(server).call('CheckInventory', fine));
    expect(refused).toMatchObject({ code: status.NOT_FOUND, message: 'There is no such product.' });
    expect(refused.details.resource).toEqual({ type: 'product', name: 'SKU-1' });
  });

  it('that a dependency cannot serve says when to try again', async () => {
    const server = await serving(async () => {
      throw new TurnfleetError('overloaded', 'The database cannot be reached.', { retryAfterMs: 1_500 });
    });
    const refused = await refusal(client(server).call('CheckInventory', fine));
    expect(refused).toMatchObject({ code: status.UNAVAILABLE, details: { retryAfterMs: 1_500 } });
  });

  it('that fails unexpectedly keeps the reason to the log, which gets it once', async () => {
    const logged: unknown[] = [];
    const logger = { ...silentLogger, error: (fields: object) => void logged.push(fields) };
    const server = await serving(
      async () => {
        throw new Error('password=hunter2');
      },
      { logger },
    );
    const refused = await refusal(client(server).call('CheckInventory', fine));
    expect(refused.code).toBe(status.INTERNAL);
    expect(refused.message).not.toContain('hunter2');
    expect(logged).toEqual([
      expect.objectContaining({
        method: 'CheckInventory',
        err: expect.objectContaining({ message: 'password=hunter2' }),
      }),
    ]);
  });

  it('larger than the limit is refused', async () => {
    const server = await serving(never);
    const refused = await refusal(client(server).call('CheckInventory', { ...fine, city: 'x'.repeat(300_000) }));
    expect(refused.code).toBe(status.RESOURCE_EXHAUSTED);
  });
});

describe('the deadline of a call', () => {
  it('is 5 s when it brings none', async () => {
    const clock = new ManualClock();
    const { handler, called } = observed(never);
    const server = await serving(handler, { clock });
    const refused = refusal(client(server).call('CheckInventory', fine));
    const { deadline } = await called;
    expect(deadline.remainingMs()).toBe(5_000);
    await clock.advance(5_000);
    expect((await refused).code).toBe(status.DEADLINE_EXCEEDED);
    expect(deadline.signal.aborted).toBe(true);
  });

  it('is the one it brings', async () => {
    const { handler, called } = observed(async () => ({}));
    const server = await serving(handler);
    const at = Date.now() + 60_000;
    await client(server).call('CheckInventory', fine, { deadline: at });
    expect(Math.abs((await called).deadline.at - at)).toBeLessThan(10_000);
  });

  it('leaves no timer behind when the call is answered', async () => {
    const clock = new ManualClock();
    const server = await serving(async () => ({}), { clock });
    await client(server).call('CheckInventory', fine);
    expect(clock.pending).toBe(0);
  });

  it('ends early when the caller gives up', async () => {
    const { handler, called } = observed(never);
    const server = await serving(handler, { clock: new ManualClock() });
    const caller = client(server);
    void caller.call('CheckInventory', fine, { deadline: Date.now() + 50 }).catch(() => undefined);
    const { deadline } = await called;
    await new Promise((resolve) => deadline.signal.addEventListener('abort', resolve, { once: true }));
    expect(deadline.signal.reason).toBeInstanceOf(TurnfleetError);
  });
});

describe('a drain', () => {
  it('lets running calls finish and takes no new ones', async () => {
    const release = Promise.withResolvers<object>();
    const { handler, called } = observed(() => release.promise);
    const server = await serving(handler);
    const caller = client(server);
    const running = caller.call('CheckInventory', fine);
    await called;
    const stopped = server.stop();
    expect(server.check.problem()).toContain('draining');
    expect((await refusal(client(server).call('CheckInventory', fine))).code).toBe(status.UNAVAILABLE);
    release.resolve({ total: 7 });
    expect(await running).toMatchObject({ total: 7 });
    await stopped;
  });

  it('ends what still runs when its time is over, and says so', async () => {
    const clock = new ManualClock();
    const { handler, called } = observed(never);
    const server = await serving(handler, { clock, drainMs: 3_000 });
    const running = refusal(client(server).call('CheckInventory', fine));
    await called;
    const stopped = server.stop();
    await clock.advance(3_000);
    expect(await running).toMatchObject({ code: status.UNAVAILABLE, message: 'The service is shutting down.' });
    await stopped;
    expect(clock.pending).toBe(0);
  });

  it('does not wait for idle connections', async () => {
    const server = await serving(async () => ({}), { clock: new ManualClock() });
    await client(server).call('CheckInventory', fine);
    await server.stop();
  });

  it('may be asked for twice', async () => {
    const server = await serving(async () => ({}));
    await Promise.all([server.stop(), server.stop()]);
  });
});

describe('a port in use', () => {
  it('is told with what to do', async () => {
    const server = await serving(never);
    const port = Number(server.address.split(':')[1]);
    const options = {
      name: 'spec',
      host: '127.0.0.1',
      port,
      services: [],
      checks: [],
      drainMs: 0,
      clock: systemClock,
      logger: silentLogger,
    };
    jest.spyOn(console, 'error').mockImplementation(() => undefined); // grpc-js says it there, too
    await expect(serveGrpc(options)).rejects.toMatchObject({
      details: { suggestion: expect.stringContaining('port') },
    });
  });
});
