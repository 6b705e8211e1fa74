import { describe, expect, it } from '@jest/globals';
import { descriptorSet } from '@turnfleet/contract/grpc';
import { type Deadline, deadlineAt, RetryBudget, TurnfleetError } from '@turnfleet/core';
import { ManualClock, settle } from '@turnfleet/core/testing';
import fc from 'fast-check';
import { readAnew } from './cache/tool-reads.ts';
import { callTool } from './call-tool.ts';
import type { ToolEvent } from './recorded.ts';
import { type ScriptedTool, type ScriptedTransport, scriptedTransport } from './testing.ts';
import type { Tool } from './tool.ts';
import type { ToolRequest } from './tool-result.ts';
import { type ToolUse, toolUse } from './tool-use.ts';
import { toolsFrom } from './tools-from.ts';

const tools = toolsFrom(descriptorSet);

interface Setting {
  readonly use: ToolUse;
  readonly transport: ScriptedTransport;
  readonly events: readonly ToolEvent[];
  readonly clock: ManualClock;
  readonly deadline: Deadline;
}

interface Given {
  readonly turnMs?: number;
  readonly retries?: number;
  readonly locale?: string;
  readonly granted?: (permission: string) => boolean;
  readonly offered?: readonly Tool[];
  readonly userId?: string;
}

const keyOf = (tool: string, args: object): string => `key of ${tool} ${JSON.stringify(args)}`;

function given(
  scripts: Readonly<Record<string, ScriptedTool>>,
  { turnMs = 30_000, retries = 10, locale = 'zh-CN', granted = () => true, offered = tools, userId }: Given = {},
): Setting {
  const clock = new ManualClock();
  const transport = scriptedTransport(scripts);
  const events: ToolEvent[] = [];
  const retryBudget = new RetryBudget(retries);
  const onEvent = (event: ToolEvent): void => void events.push(event);
  const timeZone = 'Asia/Shanghai';
  const facts = { userId };
  const use = toolUse({
    ...{ tools: offered, transport, clock, retryBudget, timeZone, locale },
    ...{ granted, facts, keyOf, onEvent, readTool: readAnew(clock), asker: { tenant: 'default', user: null } },
  });
  return { use, transport, events, clock, deadline: deadlineAt(clock, clock.now() + turnMs) };
}

const stock = (id: string, args: unknown = { sku: 'SKU-2024-888', city: '上海' }): ToolRequest =>
  call(id, 'check_inventory', args);
const call = (id: string, name: string, args: unknown): ToolRequest => ({
  id,
  name,
  arguments: typeof args === 'string' ? args : JSON.stringify(args),
});
const contentOf = (content: string | undefined): unknown => JSON.parse(content ?? 'null');
const unavailable = (): never => {
  throw new TurnfleetError('overloaded', 'The service cannot be reached.');
};

describe('a field that is filled from the turn', () => {
  const filledWith = (required: boolean) =>
    tools.map((one) => ({ ...one, filled: [{ field: 'user_id', from: 'userId' as const, required }] }));
  const offered = filledWith(true);

  it('is the shopper’s own, whatever the model says, and appears nowhere else', async () => {
    const { use, transport, events, deadline } = given({}, { offered, userId: 'U1' });
    const asked = { sku: 'A', city: '上海', user_id: 'U2' };
    const { results } = await use.callAll([stock('c-1'), stock('c-2', asked)], deadline);
    expect(transport.calls.map(({ args }) => args)).toEqual([{ sku: 'SKU-2024-888', city: '上海', user_id: 'U1' }]);
    expect(results[1]?.record.outcome).toBe('rejected');
    expect(JSON.stringify(events)).not.toContain('U1');
  });

  it('keeps the tool from being called for a shopper whom nobody knows', async () => {
    const { use, transport, deadline } = given({}, { offered });
    const { results } = await use.callAll([stock('c-1')], deadline);
    expect([transport.calls, results[0]?.record.outcome]).toEqual([[], 'rejected']);
    expect(results[0]?.content).toContain('unknown_shopper');
  });

  it('is left out for such a one where the tool can do without it', async () => {
    const { use, transport, deadline } = given({}, { offered: filledWith(false) });
    await use.callAll([stock('c-1')], deadline);
    expect(transport.calls.map(({ args }) => args)).toEqual([{ sku: 'SKU-2024-888', city: '上海' }]);
  });
});

describe('the tool calls of one model step', () => {
  it('run side by side and come back under the model’s ids, in its order', async () => {
    const { use, clock, deadline, events } = given({
      check_inventory: () =>
        new Promise((resolve) => clock.setTimer(20, () => resolve({ sku: 'A', total: 7, warehouses: [] }))),
      get_product_info: () => ({ product: { sku: 'A' } }),
    });
    const step = use.callAll([stock('call_b'), call('call_a', 'get_product_info', { sku: 'A' })], deadline);
    await clock.advance(20);
    const { results, sufficient } = await step;
    expect(results.map(({ record }) => record)).toEqual([
      {
        id: 'call_b',
        name: 'check_inventory',
        arguments: { sku: 'SKU-2024-888', city: '上海' },
        outcome: 'ok',
        asOf: '2026-01-01T00:00:00.000Z',
        ms: 20,
      },
      {
        id: 'call_a',
        name: 'get_product_info',
        arguments: { sku: 'A' },
        outcome: 'ok',
        asOf: '2026-01-01T00:00:00.000Z',
        ms: 0,
      },
    ]);
    expect(contentOf(results[0]?.content)).toEqual({ sku: 'A', total: 7, warehouses: [] });
    expect(sufficient).toBe(false);
    expect(events.map(({ type, id }) => `${type} ${id}`)).toEqual([
      'tool.started call_b',
      'tool.started call_a',
      'tool.finished call_a',
      'tool.finished call_b',
    ]);
  });

  it('gives each call the shorter of its own deadline and the turn’s', async () => {
    const long = given({});
    await long.use.callAll([stock('a')], long.deadline);
    expect(long.transport.calls[0]?.deadlineAt).toBe(long.clock.now() + 2_000);
    const short = given({}, { turnMs: 500 });
    await short.use.callAll([stock('a')], short.deadline);
    expect(short.transport.calls[0]?.deadlineAt).toBe(short.deadline.at);
  });

  it('turns a late tool into a timeout, without holding up or failing the others', async () => {
    const { use, clock, deadline } = given({
      check_inventory: 'hang',
      get_product_info: () => ({ product: { sku: 'A' } }),
    });
    const step = use.callAll([stock('a'), call('b', 'get_product_info', { sku: 'A' })], deadline);
    await clock.advance(2_000);
    const { results } = await step;
    expect(results.map(({ record: { outcome, ms } }) => [outcome, ms])).toEqual([
      ['timeout', 2_000],
      ['ok', 0],
    ]);
    expect(results[0]?.fallback).toContain('库存');
    expect(contentOf(results[0]?.content)).toMatchObject({ error: 'timeout', tell_shopper: results[0]?.fallback });
    deadline[Symbol.dispose]();
    expect(clock.pending).toBe(0);
  });

  it('does not wait for a transport that ignores its deadline', async () => {
    const { use, clock, deadline } = given({ check_inventory: () => new Promise(() => undefined) });
    const step = use.callAll([stock('a')], deadline);
    await clock.advance(2_000);
    expect((await step).results[0]?.record.outcome).toBe('timeout');
  });

  it.each([
    ['tool_failed', 'failed'],
    ['internal', 'failed'],
    ['forbidden', 'failed'],
    ['rate_limited', 'failed'],
    ['tool_timeout', 'timeout'],
    ['not_found', 'not_found'],
    ['invalid_request', 'rejected'],
    ['conflict', 'rejected'],
  ] as const)('reports %s as %s', async (kind, outcome) => {
    const { use, deadline } = given({
      check_inventory: () => {
        throw new TurnfleetError(kind, 'It says why.');
      },
    });
    const { results } = await use.callAll([stock('a')], deadline);
    expect(results[0]?.record.outcome).toBe(outcome);
    expect(results[0]?.fallback === null).toBe(outcome === 'not_found' || outcome === 'rejected');
  });

  it('passes NOT_FOUND on as an answer that names what is unknown', async () => {
    const { use, deadline } = given({
      check_inventory: () => {
        throw new TurnfleetError('not_found', 'There is no city 火星.', { resource: { type: 'city', name: '火星' } });
      },
    });
    const { results } = await use.callAll([stock('a')], deadline);
    expect(contentOf(results[0]?.content)).toEqual({
      error: 'not_found',
      message: 'There is no city 火星.',
      resource: { type: 'city', name: '火星' },
    });
  });

  it('apologises in the shopper’s language', async () => {
    const { use, deadline } = given({ check_inventory: unavailable }, { locale: 'en' });
    expect((await use.callAll([stock('a')], deadline)).results[0]?.fallback).toMatch(/^Sorry/);
  });

  it('ends tool use when a result is sufficient', async () => {
    const { use, deadline } = given({});
    expect((await use.callAll([stock('a')], deadline)).sufficient).toBe(false);
    const inventory = tools.find(({ name }) => name === 'check_inventory');
    if (!inventory) throw new Error('no check_inventory');
    const [anyField] = inventory.output.fields;
    if (!anyField) throw new Error('no fields');
    const fields = [...inventory.output.fields, { ...anyField, name: 'sufficient', type: { kind: 'bool' as const } }];
    const own = given(
      { check_inventory: () => ({ sufficient: true }) },
      { offered: [{ ...inventory, output: { fields } }] },
    );
    expect((await own.use.callAll([stock('a')], deadline)).sufficient).toBe(true);
  });

  it('rejects when the turn was called off, but not when it ran out of time', async () => {
    const cancelled = given({ check_inventory: 'hang' });
    const controller = new AbortController();
    const step = cancelled.use.callAll(
      [stock('a')],
      deadlineAt(cancelled.clock, cancelled.deadline.at, controller.signal),
    );
    const reason = new TurnfleetError('cancelled', 'The shopper left.');
    await settle();
    controller.abort(reason);
    await expect(step).rejects.toBe(reason);

    const late = given({ check_inventory: 'hang' }, { turnMs: 100 });
    const lateStep = late.use.callAll([stock('a')], late.deadline);
    await late.clock.advance(100);
    expect((await lateStep).results[0]?.record.outcome).toBe('timeout');
  });
});

describe('whatever the tools do', () => {
  it('every call has one result under its own id, in order, started before it finished, and no timer is left', async () => {
    const kinds = ['tool_failed', 'not_found', 'overloaded', 'invalid_request', 'tool_timeout'] as const;
    const behaviour = fc.record({ ms: fc.nat(4_000), fails: fc.option(fc.constantFrom(...kinds)) });
    await fc.assert(
      fc.asyncProperty(fc.array(behaviour, { maxLength: 16 }), async (behaviours) => {
        const { use, clock, deadline, events } = given({
          check_inventory: ({ city }) =>
            new Promise((resolve, reject) => {
              const { ms = 0, fails } = behaviours[Number(city)] ?? {};
              clock.setTimer(ms, () => (fails ? reject(new TurnfleetError(fails, 'x')) : resolve({ total: 1 })));
            }),
        });
        const ids = behaviours.map((_, i) => `call_${i}`);
        const step = use.callAll(
          ids.map((id, i) => stock(id, { sku: 'A', city: String(i) })),
          deadline,
        );
        await clock.advance(10_000);
        const { results } = await step;
        expect(results.map(({ record }) => record.id)).toEqual(ids);
        for (const [i, { record }] of results.entries()) {
          const told = events.filter(({ id }) => id === record.id).map(({ type }) => type);
          expect(told).toEqual(['tool.started', 'tool.finished']);
          const { ms = 0, fails } = behaviours[i] ?? {};
          if (ms > 2_000) expect(record.outcome).toBe('timeout');
          if (ms < 2_000 && !fails) expect(record).toMatchObject({ outcome: 'ok', ms });
        }
        deadline[Symbol.dispose]();
        expect(clock.pending).toBe(0);
      }),
      { numRuns: 50 },
    );
  });
});

describe('what a model gets wrong', () => {
  it('is told which tools there are when it calls another', async () => {
    const { use, deadline, transport } = given({});
    const { results } = await use.callAll([call('a', 'delete_everything', {})], deadline);
    expect(results[0]?.record).toMatchObject({ outcome: 'rejected', name: 'delete_everything', arguments: {} });
    expect(results[0]?.content).toContain('check_inventory');
    expect(transport.calls).toEqual([]);
  });

  it('is told which arguments are invalid, and nothing is called', async () => {
    const { use, deadline, transport } = given({});
    const { results } = await use.callAll([stock('a', { sku: 'A' })], deadline);
    expect(contentOf(results[0]?.content)).toMatchObject({ error: 'rejected', violations: [{ field: 'city' }] });
    expect(transport.calls).toEqual([]);
  });

  it('goes back to it in words once, and then to the shopper', async () => {
    const { use, deadline } = given({});
    const messages: unknown[] = [];
    for (const id of ['a', 'b']) {
      const { results } = await use.callAll([stock(id, { sku: 'A' })], deadline);
      messages.push(results[0]?.content);
    }
    expect(messages).toEqual([expect.stringContaining('once more'), expect.stringContaining('ask the shopper')]);
    expect(messages[1]).toContain('Do not call the tool again');
  });

  it('is not called with what is left of an argument that was cut', async () => {
    const { use, deadline, transport } = given({});
    const { results } = await use.callAll([stock('a', '{"sku":"SKU-2024-888","city":"上')], deadline);
    expect(results[0]?.record).toMatchObject({ outcome: 'rejected' });
    expect(transport.calls).toEqual([]);
  });

  it('is repaired where the meaning is clear', async () => {
    const { use, deadline, transport } = given({});
    await use.callAll([stock('a', '```json\n{"sku":"A","city":"上海",}\n```')], deadline);
    expect(transport.calls[0]?.args).toEqual({ sku: 'A', city: '上海' });
  });

  it('is rejected where there is no object at all', async () => {
    const { use, deadline } = given({});
    expect((await use.callAll([stock('a', 'SKU-1')], deadline)).results[0]?.record).toMatchObject({
      outcome: 'rejected',
      arguments: {},
    });
  });

  it('is rejected when it is longer than any tool has a use for, and is not told again anywhere', async () => {
    const { use, transport, deadline, events } = given({});
    const { results } = await use.callAll([stock('a', { sku: 'x'.repeat(1_000_000) })], deadline);
    expect(results).toMatchObject([{ record: { outcome: 'rejected', arguments: {} } }]);
    expect(contentOf(results[0]?.content)).toMatchObject({ message: expect.stringContaining('too long') });
    expect(events[0]).toMatchObject({ type: 'tool.started', arguments: {} });
    expect(transport.calls).toEqual([]);
  });

  it('shows a model the beginning of a result that is too long for it, and says so', async () => {
    const { use, deadline } = given({
      get_product_info: () => ({ product: { sku: 'A', name: '货'.repeat(1_000_000) } }),
    });
    const { results } = await use.callAll([call('a', 'get_product_info', { sku: 'A' })], deadline);
    expect(results[0]?.content.length).toBeLessThan(40_000);
    expect(contentOf(results[0]?.content)).toMatchObject({
      product: { sku: 'A', name: expect.stringMatching(/^货+…$/) },
      trimmed: { missing: [expect.stringMatching(/^product\.name: the first \d+ of 1000000 characters$/)] },
    });
  });

  it('shows of ten thousand rows the first, and how many there are', async () => {
    const products = Array.from({ length: 10_000 }, (_, i) => ({
      sku: `SKU-${i}`,
      name: { zh: `商品 ${i}`, en: `Product ${i}` },
      description: { zh: '货'.repeat(400), en: 'x'.repeat(400) },
      price: { currency_code: 'CNY', units: '100', nanos: 0 },
    }));
    const { use, deadline } = given({ search_products: () => ({ products, next_page_token: 'p2' }) });
    const { results } = await use.callAll([call('a', 'search_products', {})], deadline);
    expect(results[0]?.content.length).toBeLessThan(34_000);
    const shown = contentOf(results[0]?.content) as { products: unknown[] };
    expect(shown).toMatchObject({
      next_page_token: 'p2',
      trimmed: { missing: [`products: the first ${shown.products.length} of 10000`] },
    });
    expect(shown.products[0]).toMatchObject({ sku: 'SKU-0', price: { amount: '100.00', currency: 'CNY' } });
  });

  it('does not run more than 16 calls at once', async () => {
    const { use, deadline, transport } = given({});
    const many = Array.from({ length: 20 }, (_, i) => stock(`call_${i}`, { sku: `S${i}`, city: '上海' }));
    const { results } = await use.callAll(many, deadline);
    expect(transport.calls).toHaveLength(16);
    expect(results.slice(16).every(({ record }) => record.outcome === 'rejected')).toBe(true);
  });
});

describe('the loop guard', () => {
  it('never runs the same tool with the same arguments twice, in a later step or side by side', async () => {
    const { use, deadline, transport } = given({ check_inventory: () => ({ total: 7 }) });
    const first = await use.callAll([stock('a'), stock('b', { city: ' 上海', sku: 'SKU-2024-888' })], deadline);
    const second = await use.callAll([stock('c')], deadline);
    expect(transport.calls).toHaveLength(1);
    expect([...first.results, ...second.results].map(({ record }) => record.outcome)).toEqual([
      'ok',
      'skipped',
      'skipped',
    ]);
    expect(contentOf(second.results[0]?.content)).toMatchObject({ same_as: 'a', total: 7 });
  });

  it('lets other arguments through', async () => {
    const { use, deadline, transport } = given({});
    await use.callAll([stock('a'), stock('b', { sku: 'SKU-2024-888', city: '北京' })], deadline);
    expect(transport.calls).toHaveLength(2);
  });
});

describe('the one retry', () => {
  it('asks an unreachable read-only tool once more', async () => {
    const { use, deadline, transport } = given({
      check_inventory: (_, before) => (before === 0 ? unavailable() : { total: 7 }),
    });
    expect((await use.callAll([stock('a')], deadline)).results[0]?.record.outcome).toBe('ok');
    expect(transport.calls).toHaveLength(2);
  });

  it('asks no third time', async () => {
    const { use, deadline, transport } = given({ check_inventory: unavailable });
    expect((await use.callAll([stock('a')], deadline)).results[0]?.record.outcome).toBe('failed');
    expect(transport.calls).toHaveLength(2);
  });

  it('asks only once when the budget is empty', async () => {
    const { use, deadline, transport } = given({ check_inventory: unavailable }, { retries: 0 });
    await use.callAll([stock('a')], deadline);
    expect(transport.calls).toHaveLength(1);
  });

  it('is not for tools with effects, other failures, or a service that asks to be left alone', async () => {
    const failing = given({
      check_inventory: () => {
        throw new TurnfleetError('tool_failed', 'x');
      },
      get_product_info: () => {
        throw new TurnfleetError('overloaded', 'x', { retryAfterMs: 1_000 });
      },
    });
    await failing.use.callAll([stock('a'), call('b', 'get_product_info', { sku: 'A' })], failing.deadline);
    expect(failing.transport.calls).toHaveLength(2);
    const offered = tools.map((tool) => ({ ...tool, idempotency: 'none' as const }));
    const { use, transport, deadline } = given({ check_inventory: unavailable }, { offered });
    await use.callAll([stock('a')], deadline);
    expect(transport.calls).toHaveLength(1);
  });
});

const wanted = { sku: 'SKU-2024-888', city: '上海', quantity: 2 };
const reserve = (id: string, args: unknown = wanted): ToolRequest => call(id, 'reserve_stock', args);
const pendingCall = { key: 'key-1', callId: 'call_h', tool: 'reserve_stock', arguments: wanted };
const late = (): never => {
  throw new TurnfleetError('tool_timeout', 'Too late.');
};

describe('a tool that the shopper has to confirm', () => {
  it('is not called by the model’s call: it is held, with its key and the question to the shopper', async () => {
    const { use, deadline, transport } = given({});
    const { results, held } = await use.callAll([stock('a'), reserve('b', { ...wanted, quantity: '2' })], deadline);
    expect(transport.calls.map(({ tool }) => tool)).toEqual(['check_inventory']);
    expect(held).toEqual({
      call: { key: keyOf('reserve_stock', wanted), callId: 'b', tool: 'reserve_stock', arguments: wanted },
      question: expect.stringContaining('预留 2 件 SKU-2024-888'),
    });
    expect(results[1]?.record).toMatchObject({ outcome: 'skipped', arguments: { quantity: '2' } });
    expect(contentOf(results[1]?.content)).toMatchObject({ held: true });
  });

  it('is checked before it is held, without a key', async () => {
    const { use, deadline, transport } = given({});
    await use.callAll([reserve('a')], deadline);
    expect(transport.checks).toMatchObject([{ args: { ...wanted, validate_only: true }, key: undefined }]);
    expect(transport.calls).toEqual([]);
  });

  it.each([
    ['conflict', 'rejected', { error: 'conflict', message: 'No.' }],
    ['not_found', 'not_found', { error: 'not_found' }],
    ['tool_timeout', 'timeout', { message: expect.stringContaining('nothing was done') }],
    ['tool_failed', 'failed', { message: expect.stringContaining('nothing was done') }],
  ] as const)('is not held when the check ends in %s, and the model hears why', async (kind, outcome, content) => {
    const refuses = (): never => {
      throw new TurnfleetError(kind, 'No.');
    };
    const { use, deadline } = given({ 'check reserve_stock': refuses });
    const { results, held } = await use.callAll([reserve('a')], deadline);
    expect(held).toBeNull();
    expect(results[0]).toMatchObject({ record: { outcome }, fallback: null });
    expect(contentOf(results[0]?.content)).toMatchObject(content);
  });

  it('leaves the question to the next of two side by side if the first cannot be done', async () => {
    const tooMany = ({ quantity }: Readonly<Record<string, unknown>>) => {
      if (quantity === 99) throw new TurnfleetError('conflict', 'Too many.');
      return {};
    };
    const { use, deadline } = given({ 'check reserve_stock': tooMany });
    const { held } = await use.callAll([reserve('a', { ...wanted, quantity: 99 }), reserve('b')], deadline);
    expect(held?.call.callId).toBe('b');
  });

  it('is checked again after a failure that may pass, as nothing can come of it', async () => {
    const away = (_: object, before: number) => {
      if (before === 0) throw new TurnfleetError('overloaded', 'Away.');
      return {};
    };
    const { use, deadline } = given({ 'check reserve_stock': away });
    expect((await use.callAll([reserve('a')], deadline)).held).not.toBeNull();
  });

  it('is not offered to models with the field that only checks', async () => {
    const { use, deadline } = given({});
    const { results } = await use.callAll([reserve('a', { ...wanted, validate_only: true })], deadline);
    expect(results[0]?.record.outcome).toBe('rejected');
    expect(JSON.stringify(tools.map(({ parameters }) => parameters))).not.toContain('validate_only');
  });

  it('is held only with valid arguments', async () => {
    const { use, deadline } = given({});
    const { results, held } = await use.callAll([reserve('a', { ...wanted, quantity: 0 })], deadline);
    expect(results[0]?.record.outcome).toBe('rejected');
    expect(held).toBeNull();
  });

  it('is held once per turn: a second wish has to wait, the same one again stands', async () => {
    const { use, deadline } = given({});
    const first = await use.callAll([reserve('a'), reserve('b', { ...wanted, quantity: 3 })], deadline);
    const second = await use.callAll([reserve('c')], deadline);
    expect(first.held?.call.callId).toBe('a');
    expect(second.held?.call.callId).toBe('a');
    expect(contentOf(first.results[1]?.content)).toMatchObject({ error: 'skipped' });
    expect(contentOf(second.results[0]?.content)).toMatchObject({ same_as: 'a', held: true });
  });

  it('is called with its key after the yes, and tells what was done in the shopper’s words', async () => {
    const { use, deadline, transport, events } = given({
      reserve_stock: () => ({ ...wanted, reservation_id: 'R-1', expire_time: '2026-01-05T10:15:00Z' }),
    });
    const { record, told } = await use.callHeld(pendingCall, deadline);
    expect(transport.calls).toMatchObject([{ tool: 'reserve_stock', args: wanted, key: 'key-1' }]);
    expect(record).toMatchObject({ id: 'call_h', outcome: 'ok' });
    expect(told).toContain('R-1');
    expect(events.map(({ type, id }) => `${type} ${id}`)).toEqual(['tool.started call_h', 'tool.finished call_h']);
  });

  it('says no more than it knows when the answer is no, or none', async () => {
    const conflict = given({
      reserve_stock: () => {
        throw new TurnfleetError('conflict', '1 are free.', {
          suggestion: 'Reserve fewer.',
          refusal: { reason: 'stock_short', instead: 'check_inventory' },
        });
      },
    });
    const refused = await conflict.use.callHeld(pendingCall, conflict.deadline);
    expect(refused).toMatchObject({ record: { outcome: 'rejected' }, told: null, fallback: null });
    expect(contentOf(refused.content)).toEqual({
      error: 'conflict',
      message: '1 are free.',
      suggestion: 'Reserve fewer.',
      reason: 'stock_short',
      instead: 'check_inventory',
    });
    const again = await conflict.use.callAll([reserve('again')], conflict.deadline);
    expect(again).toMatchObject({ held: null, results: [{ record: { outcome: 'skipped' } }] });

    const silent = given({ reserve_stock: late });
    expect(await silent.use.callHeld(pendingCall, silent.deadline)).toMatchObject({
      record: { outcome: 'timeout' },
      told: null,
      fallback: expect.stringContaining('不能确定'),
    });
  });

  it('is rejected when it is offered no more', async () => {
    const { use, deadline } = given({}, { offered: [] });
    expect(await use.callHeld(pendingCall, deadline)).toMatchObject({ record: { outcome: 'rejected', arguments: {} } });
  });
});

describe('a keyed tool', () => {
  const unasked = tools.map((tool) => ({ ...tool, confirmation: null }));

  it('that needs no confirmation is called at once, under the key of the call', async () => {
    const { use, deadline, transport } = given({}, { offered: unasked });
    await use.callAll([reserve('a')], deadline);
    expect(transport.calls).toMatchObject([{ tool: 'reserve_stock', key: keyOf('reserve_stock', wanted) }]);
  });

  it('others have no key', async () => {
    const { use, deadline, transport } = given({});
    await use.callAll([stock('a')], deadline);
    expect(transport.calls).toMatchObject([{ tool: 'check_inventory', key: undefined }]);
  });

  it('is never called without a key', async () => {
    const { clock, transport, deadline } = given({});
    const tool = tools.find(({ name }) => name === 'reserve_stock');
    if (!tool) throw new Error('no reserve_stock');
    const retryBudget = new RetryBudget();
    await expect(callTool({ clock, transport, retryBudget }, tool, wanted, deadline)).rejects.toMatchObject({
      kind: 'internal',
    });
    expect(transport.calls).toEqual([]);
  });

  it.each([
    ['could not be reached', unavailable],
    ['was late', late],
  ])('that %s is asked once more, under the same key', async (_, fails) => {
    const { use, deadline, transport } = given({
      reserve_stock: (_args, before) => (before === 0 ? fails() : { reservation_id: 'R-1' }),
    });
    expect((await use.callHeld(pendingCall, deadline)).record.outcome).toBe('ok');
    expect(transport.calls.map(({ key }) => key)).toEqual(['key-1', 'key-1']);
  });

  it('that hangs has its whole deadline twice, never longer than the turn', async () => {
    const hanging = given({ reserve_stock: 'hang' });
    const asked = hanging.use.callHeld(pendingCall, hanging.deadline);
    await hanging.clock.advance(4_000);
    expect((await asked).record).toMatchObject({ outcome: 'timeout', ms: 4_000 });

    const short = given({ reserve_stock: 'hang' }, { turnMs: 3_000 });
    const cut = short.use.callHeld(pendingCall, short.deadline);
    await short.clock.advance(3_000);
    expect((await cut).record).toMatchObject({ outcome: 'timeout', ms: 3_000 });
  });

  it('is asked only once when the budget is empty', async () => {
    const { use, deadline, transport } = given({ reserve_stock: late }, { retries: 0 });
    await use.callHeld(pendingCall, deadline);
    expect(transport.calls).toHaveLength(1);
  });
});

describe('a shopper without the permission', () => {
  const granted = (permission: string): boolean => permission !== 'mcp:inventory:reserve_stock';

  it('is refused: nothing is called or held, and the model is told why', async () => {
    const { use, deadline, transport } = given({}, { granted });
    const { results, held } = await use.callAll([reserve('a'), stock('b')], deadline);
    expect(results.map(({ record }) => record.outcome)).toEqual(['rejected', 'ok']);
    expect(contentOf(results[0]?.content)).toMatchObject({ error: 'forbidden' });
    expect(held).toBeNull();
    expect(transport.calls).toHaveLength(1);
  });

  it('is refused also when it was taken away after the question', async () => {
    const { use, deadline, transport } = given({}, { granted });
    expect((await use.callHeld(pendingCall, deadline)).record.outcome).toBe('rejected');
    expect(transport.calls).toEqual([]);
  });
});
