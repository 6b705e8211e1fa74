import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { answerableForMs } from '@turnfleet/contract/events';
import { silentLogger } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import type { Shopper } from '@turnfleet/service-kit';
import { demoOrders, shopDay } from '@turnfleet/shop';
import { type Database, openDatabase } from '@turnfleet/sql';
import { migrations } from './migrations.ts';
import { keyTtlMs } from './once-per-key.ts';
import { paidFen } from './order.ts';
import { type Doing, type OrderRepository, orderRepository } from './order-repository.ts';
import type { OrderFilter } from './read-orders.ts';
import type { OrderTables } from './tables.ts';

const signal = new AbortController().signal;
const now = Date.parse('2026-03-10T14:30:00+08:00');
const minutesMs = 60_000;

const owner = (user: string, tenant = 'default'): Shopper => ({ tenant, user });
const chen = owner('U123456');
const wang = owner('U123457');
const any: OrderFilter = { statuses: [], product: '', limit: 50 };
const phone = 'ORD-2024-0051';

/** What holds for orders on every database. */
export function orderRepositorySuite(url: () => string | undefined): void {
  const clock = new ManualClock(now);
  let database: Database<OrderTables>;
  let orders: OrderRepository;
  let keys = 0;
  let key = '';

  beforeAll(async () => {
    const options = { schema: 'order', migrations: migrations(clock), clock, logger: silentLogger };
    database = await openDatabase<OrderTables>({ url: url(), ...options });
    orders = orderRepository(database);
  });
  beforeEach(() => {
    key = `key-${keys++}`;
  });
  afterAll(() => database.stop());

  const doing = (more: Partial<Doing> = {}): Doing => ({ key, now, signal, ...more });
  const cancel = (orderId: string, whose: Shopper, more: Partial<Doing> = {}, reason = '') =>
    orders.cancel({ owner: whose, orderId, request: { reason } }, doing(more));
  const all = { sku: '', quantity: 0, note: '' };
  const sendBack = (orderId: string, whose: Shopper, more: object = {}, how: Partial<Doing> = {}) => {
    const request = { kind: 'return', reason: 'changed_mind', ...all, ...more } as const;
    return orders.createReturn({ owner: whose, orderId, request }, doing(how));
  };
  const list = async (whose: Shopper, filter: Partial<OrderFilter>) =>
    (await orders.list(whose, { ...any, ...filter }, signal)).orders.map(({ id }) => id);
  const count = async (table: 'effect' | 'order_return' | 'invoice'): Promise<number> =>
    (await database.query((db) => db.selectFrom(table).selectAll().execute(), signal)).length;

  describe('find', () => {
    it('gives every order of the demo shop to its owner, with lines and city', async () => {
      for (const { orderId, shopperId, lines } of demoOrders(now)) {
        const found = await orders.find(owner(shopperId), orderId.toLowerCase(), signal);
        expect(found.lines.map(({ sku, quantity }) => ({ sku, quantity }))).toEqual(lines);
        expect([found.city.zh, found.city.en]).not.toContain('');
      }
    });

    it.each([
      ['another shopper', wang],
      ['the same shopper of another tenant', owner('U123456', 'acme')],
    ])('knows no order for %s', async (_, whose) => {
      await expect(orders.find(whose, phone, signal)).rejects.toMatchObject({
        kind: 'not_found',
        details: { resource: { type: 'order', name: phone } },
      });
    });
  });

  describe('list', () => {
    const three = shopDay(now, -1) + 15 * 60 * minutesMs;
    const aroundThree = { placedFrom: three - 30 * minutesMs, placedBefore: three + 30 * minutesMs };

    it.each(['手机', 'phone', 'the phones', '星澜 X1 Ultra', 'SKU-2024-888', '华为手机'])(
      'finds the one phone that was ordered yesterday at three as %j',
      async (product) => {
        expect(await list(chen, { ...aroundThree, product })).toEqual([phone]);
      },
    );

    it('gives both where two fit, newest first', async () => {
      expect(await list(wang, { ...aroundThree, product: '手机' })).toEqual(['ORD-2024-0055', 'ORD-2024-0054']);
      expect(await list(wang, { ...aroundThree, product: '小满手机' })).toEqual(['ORD-2024-0055']);
    });

    it('narrows by each of time, state and product, and by nothing that is left out', async () => {
      const whole = await list(chen, {});
      expect(whole.length).toBeGreaterThan(8);
      expect(await list(chen, { statuses: ['preparing'], product: 'headphones' })).toContain('ORD-2024-0052');
      expect(await list(chen, { product: 'phone', statuses: ['delivered'] })).toContain('ORD-2024-0053');
      expect(await list(chen, { placedFrom: now })).toEqual([]);
      expect(await list(chen, { product: 'submarine' })).toEqual([]);
      expect(await list(chen, { product: '？！' })).toEqual([]);
    });

    it('tells how many there are when it gives fewer', async () => {
      const { orders: some, total } = await orders.list(chen, { ...any, limit: 2 }, signal);
      expect([some.length, total]).toEqual([2, (await list(chen, {})).length]);
      const times = some.map(({ placedAt }) => placedAt);
      expect(times).toEqual([...times].sort((a, b) => b - a));
    });

    it('gives nobody the orders of others', async () => {
      expect(await list(owner('U-nobody'), {})).toEqual([]);
      expect(await list(owner('U123456', 'acme'), { product: 'phone' })).toEqual([]);
    });
  });

  describe('an effect', () => {
    it('takes effect once per key: the same again gives the same, also later', async () => {
      const before = await count('effect');
      const first = await cancel('ORD-2024-0052', chen);
      expect(await cancel(' ord-2024-0052', chen, { now: now + minutesMs })).toEqual(first);
      expect((await orders.find(chen, 'ORD-2024-0052', signal)).status).toBe('cancelled');
      expect(await count('effect')).toBe(before + 1);
    });

    it('is done once though its process died between transaction and answer: the same key finds what it did', async () => {
      const dying: Database<OrderTables> = {
        name: database.name,
        problem: () => null,
        query: async (work) => {
          await database.query(work, signal);
          throw new Error('killed');
        },
        stop: () => database.stop(),
      };
      const [{ orderId, shopperId } = { orderId: '', shopperId: '' }] = demoOrders(now).filter(
        ({ stage }) => stage === 'preparing',
      );
      const whose = owner(shopperId);
      const wish = { owner: whose, orderId, request: { reason: '' } };
      await expect(orderRepository(dying).cancel(wish, doing())).rejects.toThrow('killed');
      const again = await orders.cancel(wish, doing({ now: now + minutesMs }));
      expect(again).toMatchObject({ status: 'cancelled', cancelledAt: now });
    });

    it('is a conflict under a key that came with another request', async () => {
      await cancel('ORD-2024-0058', owner('U123458'), {}, 'too dear');
      await expect(cancel('ORD-2024-0058', owner('U123458'), {}, 'too late')).rejects.toMatchObject({
        kind: 'conflict',
      });
      await expect(cancel(phone, chen)).rejects.toMatchObject({ kind: 'conflict' });
      await expect(
        orders.changeAddress(
          { owner: chen, orderId: phone, request: { city: '上海', address: 'x', recipient: '', phone: '' } },
          doing(),
        ),
      ).rejects.toMatchObject({ kind: 'conflict' });
    });

    it('is not there for another shopper, and leaves nothing under the key', async () => {
      const before = await count('effect');
      await expect(cancel(phone, wang)).rejects.toMatchObject({ kind: 'not_found' });
      expect(await count('effect')).toBe(before);
      expect((await orders.find(chen, phone, signal)).status).toBe('preparing');
    });

    it('only checks without a key: it says what it would come to, or fails as it would, and changes nothing', async () => {
      const before = await count('effect');
      const would = await cancel(phone, chen, { key: null });
      expect(would).toMatchObject({ status: 'cancelled', refundFen: paidFen(await orders.find(chen, phone, signal)) });
      await expect(cancel('ORD-2024-0053', chen, { key: null })).rejects.toMatchObject({
        details: { refusal: { reason: 'order_delivered', instead: 'create_return' } },
      });
      expect([(await orders.find(chen, phone, signal)).status, await count('effect')]).toEqual(['preparing', before]);
    });

    it('lets one of two that cancel at once do it, under whatever keys', async () => {
      const race = await Promise.allSettled(
        Array.from({ length: 6 }, (_, racer) => cancel('ORD-2024-0054', wang, { key: `racer-${racer % 3}` })),
      );
      const done = race.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(new Set(done.map((one) => JSON.stringify(one))).size).toBe(1);
      for (const one of race)
        if (one.status === 'rejected')
          expect(one.reason).toMatchObject({ kind: 'conflict', details: { refusal: { reason: 'order_cancelled' } } });
    });

    it('forgets a key after eight days, longer than any turn that could make its call again is worked on', async () => {
      expect(keyTtlMs).toBeGreaterThanOrEqual(answerableForMs + 24 * 60 * minutesMs);
      await cancel('ORD-2024-0055', wang);
      await expect(cancel('ORD-2024-0055', wang, { now: now + keyTtlMs })).rejects.toMatchObject({
        details: { refusal: { reason: 'order_cancelled' } },
      });
    });
  });

  describe('a cancellation and a shipment at once', () => {
    it('end with one of them: never shipped and refunded', async () => {
      for (const [orderId, shopper] of [
        ['ORD-2024-0063', 'U123462'],
        ['ORD-2024-0064', 'U123462'],
        ['ORD-2024-0061', 'U123461'],
      ] as const) {
        const [cancelled, shipped] = await Promise.allSettled([
          cancel(orderId, owner(shopper), { key: `race-${orderId}` }),
          orders.recordProgress(orderId, 'ship', now, signal),
        ]);
        expect([cancelled.status, shipped.status].sort()).toEqual(['fulfilled', 'rejected']);
        const { status } = await orders.find(owner(shopper), orderId, signal);
        expect(status).toBe(cancelled.status === 'fulfilled' ? 'cancelled' : 'shipped');
      }
    });
  });

  describe('a return', () => {
    const emma = owner('U123461');
    const bought = 'ORD-2024-0062';

    it('refunds what was paid once, and leaves nothing to return', async () => {
      const { pieces, sendBy } = await sendBack(bought, emma);
      const order = await orders.find(emma, bought, signal);
      expect(pieces.reduce((sum, { refundFen }) => sum + refundFen, 0)).toBe(paidFen(order));
      expect([order.status, order.refundedFen]).toEqual(['returning', paidFen(order)]);
      expect(sendBy).toBe(shopDay(now, 8));
      await expect(sendBack(bought, emma, {}, { key: 'again' })).rejects.toMatchObject({
        details: { refusal: { reason: 'order_closed' } },
      });
    });

    it('of one product leaves the order as it is until the rest is sent back, too', async () => {
      const rest = { reason: 'defective' };
      await sendBack('ORD-2024-0053', chen, { sku: 'sku-2024-701', ...rest });
      expect((await orders.find(chen, 'ORD-2024-0053', signal)).status).toBe('delivered');
      await expect(
        sendBack('ORD-2024-0053', chen, { sku: 'SKU-2024-701', ...rest }, { key: 'twice' }),
      ).rejects.toMatchObject({ details: { refusal: { reason: 'nothing_to_return' } } });
      await sendBack('ORD-2024-0053', chen, rest, { key: 'the-rest' });
      const order = await orders.find(chen, 'ORD-2024-0053', signal);
      expect([order.status, order.refundedFen]).toEqual(['returning', paidFen(order)]);
    });

    it.each([
      [
        'more pieces than there are',
        { sku: 'SKU-2024-401', quantity: 2 },
        { refusal: { reason: 'nothing_to_return' } },
      ],
      ['a product that is not in it', { sku: 'SKU-1' }, { resource: { type: 'product', name: 'SKU-1' } }],
    ])('refuses %s', async (_, request, details) => {
      await expect(sendBack('ORD-2024-0056', wang, request)).rejects.toMatchObject({ details });
    });

    it('is too late after seven days, or fifteen for what is defective, by the calendar of the shop', async () => {
      const { deliveredAt } = await orders.find(wang, 'ORD-2024-0056', signal);
      const check = (at: number, reason: string) => sendBack('ORD-2024-0056', wang, { reason }, { key: null, now: at });
      for (const [reason, days] of [
        ['changed_mind', 7],
        ['defective', 15],
        ['wrong_item', 15],
      ] as const) {
        const over = shopDay(deliveredAt ?? 0, days + 1);
        await expect(check(over - 1, reason)).resolves.toMatchObject({ id: '' });
        await expect(check(over, reason)).rejects.toMatchObject({
          details: { refusal: { reason: 'return_window_over' } },
        });
      }
    });

    it('gives money back only for a return: an exchange refunds nothing', async () => {
      const { pieces } = await sendBack('ORD-2024-0056', wang, { kind: 'exchange', reason: 'defective' });
      expect(pieces.map(({ refundFen }) => refundFen)).toEqual([0]);
      expect((await orders.find(wang, 'ORD-2024-0056', signal)).refundedFen).toBe(0);
    });
  });

  describe('an invoice', () => {
    const request = (taxNumber: string, how: Partial<Doing> = {}) =>
      orders.requestInvoice({ owner: chen, orderId: phone, request: { title: '陈晓雯', taxNumber } }, doing(how));

    it('is requested once an order, over what was paid', async () => {
      await expect(request('12')).rejects.toMatchObject({ kind: 'invalid_request' });
      const { amountFen } = await request('91310000MA1FL0000X');
      const order = await orders.find(chen, phone, signal);
      expect([amountFen, order.invoiced]).toEqual([paidFen(order), true]);
      await expect(request('', { key: 'second' })).rejects.toMatchObject({
        details: { refusal: { reason: 'invoice_requested' } },
      });
    });
  });

  describe('progress', () => {
    const report = (progress: 'prepare' | 'ship' | 'deliver' | 'take_back', at = now) =>
      orders.recordProgress('ord-2024-0065', progress, at, signal);
    const sofia = owner('U123463');

    it('is recorded in order, and what comes twice or late changes nothing', async () => {
      expect([await report('ship'), await report('prepare'), await report('ship')]).toEqual(Array(3).fill('shipped'));
      expect([await report('deliver'), await report('deliver', now + 1)]).toEqual(['delivered', 'delivered']);
      expect((await orders.find(sofia, 'ORD-2024-0065', signal)).deliveredAt).toBe(now);
    });
  });
}
