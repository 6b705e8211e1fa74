import { beforeEach, describe, expect, it } from '@jest/globals';
import { descriptorSet } from '@turnfleet/contract/grpc';
import { type Deadline, deadlineAt, TurnfleetError } from '@turnfleet/core';
import { ManualClock, settle } from '@turnfleet/core/testing';
import type { Tool } from '../tool.ts';
import { toolsFrom } from '../tools-from.ts';
import type { HeardChange } from './heard-change.ts';
import { type Fetched, type ToolReads, toolReads } from './tool-reads.ts';

const tools = toolsFrom(descriptorSet);
const tool = (name: string): Tool => {
  const found = tools.find((one) => one.name === name);
  if (!found) throw new Error(`no tool ${name}`);
  return found;
};
const stock = tool('check_inventory');
const product = tool('get_product_info');
const search = tool('search_products');
const profile = tool('get_customer_profile');

type Answer = (deadline: Deadline) => Promise<object>;

let clock: ManualClock;
let reads: ToolReads;
/** What the service does; it counts its calls. */
let service: Answer;
let calls: number;

beforeEach(() => {
  clock = new ManualClock();
  reads = toolReads({ clock, maxBytes: 1_000_000 });
  calls = 0;
  service = async () => ({ total: calls });
});

interface Given {
  readonly of?: Tool;
  readonly args?: object;
  readonly tenant?: string;
  readonly user?: string | null;
  readonly deadline?: Deadline;
}

const read = (given: Given = {}): Promise<Fetched> => {
  const { of = stock, args = { sku: 'SKU-1', city: '上海' }, tenant = 'default', user = null } = given;
  const { deadline = deadlineAt(clock, clock.now() + 30_000) } = given;
  const fetch = async (within: Deadline) => {
    calls++;
    return { ...(await service(within)) };
  };
  return reads.read({ tool: of, args: { ...args }, asker: { tenant, user }, fetch }, deadline);
};
const change = (of: Partial<HeardChange>): void =>
  reads.invalidate({ kind: 'stock', subject: 'SKU-1', atMs: clock.now(), ...of });
const down = async (): Promise<never> => {
  throw new TurnfleetError('overloaded', 'It cannot be reached.');
};

describe('a read', () => {
  it('is answered from what is kept until its max age, told with when it was asked for', async () => {
    const first = await read();
    await clock.advance(5_000);
    expect(await read()).toEqual({ ...first, age: 'fresh' });
    expect([first.asOf, calls]).toEqual([clock.now() - 5_000, 1]);
  });

  it('is answered with what is older while a new one is fetched, once for everybody', async () => {
    await read();
    await clock.advance(5_001);
    expect(await Promise.all([read(), read()])).toMatchObject([{ age: 'older' }, { age: 'older' }]);
    await settle();
    expect(await read()).toMatchObject({ age: 'fresh', answer: { result: { total: 2 } } });
    expect(calls).toBe(2);
  });

  it('waits for a new one when what is kept is older than may be told', async () => {
    await read();
    await clock.advance(15_001);
    expect(await read()).toMatchObject({ age: 'new', answer: { result: { total: 2 } } });
  });

  it('gets what is kept in place of an error, as long as the proto allows', async () => {
    const { asOf } = await read();
    service = down;
    await clock.advance(60_000);
    expect(await read()).toMatchObject({ age: 'older', standsIn: true, asOf });
    await clock.advance(5_001);
    await expect(read()).rejects.toMatchObject({ kind: 'overloaded' });
  });

  it('is not answered from what is kept where the service refuses it', async () => {
    await read();
    await clock.advance(20_000);
    service = async () => {
      throw new TurnfleetError('forbidden', 'No.');
    };
    await expect(read()).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('of what is not there is believed for a moment', async () => {
    service = async () => {
      throw new TurnfleetError('not_found', 'None.', { resource: { type: 'sku', name: 'SKU-1' } });
    };
    const answer = { found: false, message: 'None.', resource: { type: 'sku', name: 'SKU-1' } };
    expect(await read({ of: product })).toMatchObject({ age: 'new', answer });
    expect(await read({ of: product })).toMatchObject({ age: 'fresh', answer });
    await clock.advance(5_001);
    service = async () => ({});
    expect(await read({ of: product })).toMatchObject({ age: 'new', answer: { found: true } });
  });

  it('that failed is asked again', async () => {
    service = down;
    await expect(read()).rejects.toMatchObject({ kind: 'overloaded' });
    service = async () => ({});
    expect(await read()).toMatchObject({ age: 'new' });
  });

  it('is answered from what another tenant asked never, from what another shopper asked where it is not about them', async () => {
    await read({ tenant: 'a' });
    await read({ tenant: 'b' });
    await read({ tenant: 'b', user: 'U-1' });
    expect(calls).toBe(2);
    const own = { of: profile, args: { customer_id: 'U-1' } };
    await read({ ...own, user: 'U-1' });
    await read({ ...own, user: 'U-2' });
    expect(calls).toBe(4);
  });

  it('is made anew at another version of the service', async () => {
    await read();
    await read({ of: { ...stock, version: '2' } });
    expect(calls).toBe(2);
  });

  it('with an effect is made each time, as is one without a word on freshness', async () => {
    for (const each of [tool('reserve_stock'), { ...stock, freshness: null }])
      await Promise.all([read({ of: each }), read({ of: each })]);
    expect(calls).toBe(4);
  });

  it('is no younger because somebody set the clock back', async () => {
    await read();
    await clock.advance(5_500);
    clock.shift(-900);
    expect((await read()).age).toBe('older');
  });

  it('is not answered from a time that has not come', async () => {
    await read();
    clock.shift(-60_000);
    expect(await read()).toMatchObject({ age: 'new' });
  });
});

describe('the same reads at once', () => {
  it('are one call, though who asked first goes away', async () => {
    const answer = Promise.withResolvers<object>();
    const cancels: AbortSignal[] = [];
    service = ({ signal }) => {
      cancels.push(signal);
      return answer.promise;
    };
    const gone = new AbortController();
    const first = read({ deadline: deadlineAt(clock, clock.now() + 30_000, gone.signal) });
    const others = Array.from({ length: 2_000 }, () => read());
    gone.abort(new TurnfleetError('cancelled', 'Called off.'));
    await expect(first).rejects.toMatchObject({ kind: 'cancelled' });
    answer.resolve({ total: 7 });
    for (const other of await Promise.all(others)) expect(other.answer).toMatchObject({ result: { total: 7 } });
    expect([calls, cancels[0]?.aborted]).toEqual([1, false]);
  });

  it('are cancelled when nobody waits any more, and asked anew by who comes then', async () => {
    const cancels: AbortSignal[] = [];
    service = ({ signal }) => {
      cancels.push(signal);
      return calls > 1 ? Promise.resolve({}) : new Promise(() => undefined);
    };
    const gone = new AbortController();
    const both = [1, 2].map(() => read({ deadline: deadlineAt(clock, clock.now() + 30_000, gone.signal) }));
    gone.abort(new TurnfleetError('cancelled', 'Called off.'));
    await Promise.allSettled(both);
    expect(cancels[0]?.aborted).toBe(true);
    expect(await read()).toMatchObject({ age: 'new' });
  });

  it('leave no timer behind', async () => {
    using deadline = deadlineAt(clock, clock.now() + 30_000);
    await Promise.all([read({ deadline }), read({ deadline })]);
    expect(clock.pending).toBe(1);
  });
});

describe('a change', () => {
  it('of a code ends what is kept about it, in either case, and nothing else', async () => {
    const other = { args: { sku: 'SKU-2', city: '上海' } };
    await Promise.all([read(), read(other), read({ of: product, args: { sku: 'SKU-1' } })]);
    change({ subject: 'sku-1' });
    expect((await read()).age).toBe('new');
    expect([(await read(other)).age, (await read({ of: product, args: { sku: 'SKU-1' } })).age]).toEqual([
      'fresh',
      'fresh',
    ]);
  });

  it('of any code ends what was asked for without one, as it may belong to the answer now', async () => {
    const phones = { of: search, args: { query: '手机' } };
    service = async () => ({ products: [{ sku: 'SKU-2' }] });
    await read(phones);
    change({ kind: 'stock' });
    expect((await read(phones)).age).toBe('fresh');
    change({ kind: 'price' });
    expect((await read(phones)).age).toBe('new');
  });

  it('of a tenant ends what is kept for that one only', async () => {
    await Promise.all([read({ tenant: 'a' }), read({ tenant: 'b' })]);
    change({ tenant: 'a' });
    expect([(await read({ tenant: 'a' })).age, (await read({ tenant: 'b' })).age]).toEqual(['new', 'fresh']);
  });

  it('is not told over by a read that began before it', async () => {
    const answers = [Promise.withResolvers<object>(), Promise.withResolvers<object>()] as const;
    service = () => (answers[calls - 1] ?? answers[1]).promise;
    const before = read();
    await settle();
    change({});
    const after = read();
    await settle();
    answers[1].resolve({ total: 2 });
    expect((await after).answer).toMatchObject({ result: { total: 2 } });
    answers[0].resolve({ total: 1 });
    await before;
    expect(await read()).toMatchObject({ age: 'fresh', answer: { result: { total: 2 } } });
  });

  it('of nobody knows what leaves the kept for when the service is away', async () => {
    await read();
    change({ subject: '' });
    await clock.advance(1);
    expect((await read()).age).toBe('new');
    expect((await read()).age).toBe('fresh');
    change({ subject: '' });
    service = down;
    expect(await read()).toMatchObject({ age: 'older', standsIn: true });
  });
});
