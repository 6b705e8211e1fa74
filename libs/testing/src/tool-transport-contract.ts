import { getEventListeners } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { descriptorSet } from '@turnfleet/contract/grpc';
import { deadlineAt, systemClock, TurnfleetError } from '@turnfleet/core';
import { type Tool, type ToolTransport, toolsFrom } from '@turnfleet/tools';

type Json = Readonly<Record<string, unknown>>;

/** What the tools do from now on: answer, throw one of our errors, or (by a promise that stays open) take for ever. */
export type ToolBehaviour = (args: Json) => Json | Promise<Json>;

interface ToolTransportHarness {
  readonly transport: ToolTransport;
  /** How `check_inventory` and `reserve_stock` behave; forgets the calls before. */
  behave(behaviour: ToolBehaviour): void;
  /** The idempotency key of each call that came since, undefined where there was none. */
  keys(): readonly (string | undefined)[];
  stop(): Promise<void>;
}

const tools = toolsFrom(descriptorSet);
const leaving = new TurnfleetError('cancelled', 'The shopper left.');
const stock: Json = {
  sku: 'A',
  city: '上海',
  total: 3,
  warehouses: [{ warehouse_id: 'W1', city: '上海', quantity: 3, distance_km: 12 }],
  restock_time: '2026-01-01T00:00:00Z',
};

/** What every `ToolTransport` must do. */
export function toolTransportContract(name: string, makeHarness: () => Promise<ToolTransportHarness>): void {
  describe(`${name} as a ToolTransport`, () => {
    let made: ToolTransportHarness;
    beforeAll(async () => {
      made = await makeHarness();
    });
    beforeEach(() => made.behave(() => stock));
    afterAll(() => made.stop());

    const call = async (args: Json = { sku: 'A', city: '上海' }, parent?: AbortSignal): Promise<Json> => {
      using deadline = deadlineAt(systemClock, systemClock.now() + 10_000, parent);
      return await made.transport.call(tool('check_inventory'), args, deadline);
    };

    it('carries arguments and answer as JSON with the fields of the proto', async () => {
      const asked: Json[] = [];
      made.behave((args) => {
        asked.push(args);
        return stock;
      });
      expect(await call()).toEqual(stock);
      expect(asked).toEqual([{ sku: 'A', city: '上海' }]);
    });

    it.each([
      new TurnfleetError('not_found', 'No such city.', { resource: { type: 'city', name: '火星' } }),
      new TurnfleetError('invalid_request', 'Not valid.', { violations: [{ field: 'sku', description: 'is blank' }] }),
      new TurnfleetError('overloaded', 'Too much to do.'),
      new TurnfleetError('tool_failed', 'The table is gone.'),
    ])('fails as the service does, once: $kind', async (error) => {
      made.behave(() => {
        throw error;
      });
      const { kind, message, details } = error;
      await expect(call()).rejects.toMatchObject({ name: 'TurnfleetError', kind, message, details });
      expect(made.keys()).toHaveLength(1);
    });

    it('takes the key of a call that takes effect once along, and none with others', async () => {
      made.behave((args) => ('quantity' in args ? {} : stock));
      using deadline = deadlineAt(systemClock, systemClock.now() + 10_000);
      const args = { sku: 'A', city: '上海', quantity: 2 };
      await made.transport.call(tool('reserve_stock'), args, deadline, 'key-1');
      await call();
      expect(made.keys()).toEqual(['key-1', undefined]);
    });

    it('fails with the reason of the deadline that ends first, whatever the service does', async () => {
      const asked = Promise.withResolvers<void>();
      made.behave(() => {
        asked.resolve();
        return new Promise(() => undefined);
      });
      const turn = new AbortController();
      const failed = expect(call(undefined, turn.signal)).rejects.toBe(leaving);
      await asked.promise;
      turn.abort(leaving);
      await failed;
    });

    it('does not call at all once the deadline has ended', async () => {
      using past = deadlineAt(systemClock, 0);
      const late = made.transport.call(tool('check_inventory'), { sku: 'A', city: '上海' }, past);
      await expect(late).rejects.toMatchObject({ name: 'TurnfleetError', kind: 'deadline_exceeded' });
      expect(made.keys()).toEqual([]);
    });

    it('holds up no call behind a slow one', async () => {
      const slow = Promise.withResolvers<Json>();
      made.behave(({ sku }) => (sku === 'slow' ? slow.promise : stock));
      const first = call({ sku: 'slow', city: '上海' });
      expect(await call()).toEqual(stock);
      slow.resolve({ ...stock, sku: 'slow' });
      expect(await first).toMatchObject({ sku: 'slow' });
    });

    it('leaves nothing behind on the signal of a deadline', async () => {
      using deadline = deadlineAt(systemClock, systemClock.now() + 10_000);
      await made.transport.call(tool('check_inventory'), { sku: 'A', city: '上海' }, deadline);
      made.behave(() => {
        throw new TurnfleetError('tool_failed', 'no');
      });
      await made.transport.call(tool('check_inventory'), { sku: 'A', city: '上海' }, deadline).catch(() => undefined);
      expect(getEventListeners(deadline.signal, 'abort')).toEqual([]);
    });
  });
}

function tool(name: string): Tool {
  const found = tools.find((one) => one.name === name);
  if (!found) throw new Error(`no tool ${name}`);
  return found;
}
