import { Server, ServerCredentials, type ServerUnaryCall, status } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { descriptorSet, serviceDefinition } from '@turnfleet/contract/grpc';
import { deadlineAt, RetryBudget, systemClock, wait } from '@turnfleet/core';
import { type ToolReads, toolReads, toolsFrom, toolUse } from '@turnfleet/tools';
import { callDeps } from './testing/call-deps.ts';
import { createGrpcTools, type GrpcToolTransport } from './tool-transport.ts';

const service = 'turnfleet.inventory.v1.InventoryService';
const tools = toolsFrom(descriptorSet);
const turns = 2_000;

let server: Server;
let transport: GrpcToolTransport;
let reads: ToolReads;
let calls: number;
let isAway: boolean;

beforeEach(async () => {
  calls = 0;
  isAway = false;
  server = new Server();
  server.addService(serviceDefinition(service), {
    CheckInventory: (_: ServerUnaryCall<unknown, unknown>, answer: (error: object | null, value?: object) => void) => {
      calls++;
      const told = { sku: 'SKU-2024-888', city: '上海', total: 92, warehouses: [] };
      void wait(systemClock, 50).then(() => (isAway ? answer({ code: status.UNAVAILABLE }) : answer(null, told)));
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  transport = createGrpcTools({ ...callDeps, descriptorSet, addresses: { [service]: `127.0.0.1:${port}` } });
  reads = toolReads({ clock: systemClock, maxBytes: 2 ** 20 });
});
afterEach(() => {
  transport.close();
  server.forceShutdown();
});

/** So many turns of as many shoppers ask about one product at once. */
async function surge(): Promise<ReadonlyMap<string, number>> {
  using deadline = deadlineAt(systemClock, systemClock.now() + 20_000);
  const retryBudget = new RetryBudget();
  const outcomes = await Promise.all(
    Array.from({ length: turns }, async (_, turn) => {
      const use = toolUse({
        ...{ tools, transport, retryBudget, clock: systemClock, locale: 'zh-CN', timeZone: 'Asia/Shanghai' },
        ...{ readTool: reads.read, asker: { tenant: 'default', user: `U-${turn}` }, facts: { userId: `U-${turn}` } },
        ...{ granted: () => true, keyOf: () => 'key', onEvent: () => undefined },
      });
      const request = { id: 'call_1', name: 'check_inventory', arguments: '{"sku":"SKU-2024-888","city":"上海"}' };
      const { results } = await use.callAll([request], deadline);
      return results[0]?.record.outcome ?? '';
    }),
  );
  return new Map([...Map.groupBy(outcomes, (outcome) => outcome)].map(([outcome, all]) => [outcome, all.length]));
}

describe('a product that 2,000 turns ask about at once', () => {
  it('is one call at its service, and none while that is fresh', async () => {
    expect(await surge()).toEqual(new Map([['ok', turns]]));
    expect(calls).toBe(1);
    expect(await surge()).toEqual(new Map([['cached', turns]]));
    expect(calls).toBe(1);
  });

  it('is one call more after it changed', async () => {
    await surge();
    reads.invalidate({ kind: 'stock', subject: 'SKU-2024-888', atMs: systemClock.now() });
    expect(await surge()).toEqual(new Map([['ok', turns]]));
    expect(calls).toBe(2);
  });

  it('is a few calls where its service is away, and every turn is told so', async () => {
    isAway = true;
    expect(await surge()).toEqual(new Map([['failed', turns]]));
    expect(calls).toBeLessThanOrEqual(5);
  });
});
