import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encodeAsker, type order } from '@turnfleet/contract/grpc';
import { silentLogger } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import type { App } from '@turnfleet/service-kit';
import { type GrpcCaller, grpcCaller, refusal } from '@turnfleet/testing';
import { compose } from './compose.ts';
import { configSchema } from './config.ts';

const clock = new ManualClock(Date.parse('2026-03-10T14:30:00+08:00'));
let app: App;
let caller: GrpcCaller;
let warehouse: GrpcCaller;

beforeAll(async () => {
  app = await compose(configSchema.parse({ ORDER_PORT: '0' }), { clock, logger: silentLogger });
  caller = grpcCaller('turnfleet.order.v1.OrderService', app.addresses.grpc ?? '');
  warehouse = grpcCaller('turnfleet.order.v1.FulfilmentService', app.addresses.grpc ?? '');
});
afterAll(async () => {
  caller.close();
  warehouse.close();
  await app.stop();
});

const phone = { user_id: 'U123456', order_id: 'ORD-2024-0051' };
const call = <Answer>(method: string, request: object, metadata: Record<string, string> = {}) =>
  caller.call(method, request, { metadata }) as Promise<Answer>;
const keyed = (key: string) => ({ 'idempotency-key': key });
const get = async (request: object, metadata = {}) =>
  (await call<order.GetOrderResponse__Output>('GetOrder', request, metadata)).order;
const yuan = (units: number, fen = 0) => ({ currency_code: 'CNY', units: String(units), nanos: fen * 1e7 });
const timestamp = (time: string) => ({ seconds: String(Date.parse(time) / 1_000), nanos: 0 });

describe('GetOrder', () => {
  it('tells products, exact amounts, times and what can be done', async () => {
    expect(await get(phone)).toEqual({
      order_id: 'ORD-2024-0051',
      status: 'ORDER_STATUS_PREPARING',
      place_time: timestamp('2026-03-09T15:04:00+08:00'),
      items: [
        {
          sku: 'SKU-2024-888',
          name: { zh: '星澜 X1 Ultra 典藏版 手机 1 TB', en: 'Xinglan X1 Ultra Collector Edition Phone 1 TB' },
          quantity: 1,
          unit_price: yuan(6_999),
          returned_quantity: 0,
        },
      ],
      product: { zh: '星澜 X1 Ultra 典藏版 手机 1 TB', en: 'Xinglan X1 Ultra Collector Edition Phone 1 TB' },
      items_amount: yuan(6_999),
      discount_amount: yuan(699, 90),
      paid_amount: yuan(6_299, 10),
      city: { zh: expect.any(String), en: expect.any(String) },
      address: expect.stringContaining('灯笼街'),
      delivery_time: null,
      actions: ['ORDER_ACTION_CANCEL', 'ORDER_ACTION_CHANGE_ADDRESS', 'ORDER_ACTION_REQUEST_INVOICE'],
      invoice_requested: false,
    });
  });

  it.each([
    ['another shopper', { ...phone, user_id: 'U123457' }, {}, status.NOT_FOUND],
    ['another tenant', phone, encodeAsker({ tenant: 'acme', user: 'U123456' }), status.NOT_FOUND],
    [
      'who acts for another shopper',
      phone,
      encodeAsker({ tenant: 'default', user: 'U123457' }),
      status.PERMISSION_DENIED,
    ],
  ])('is not for %s', async (_, request, metadata, code) => {
    expect((await refusal(get(request, metadata))).code).toBe(code);
  });

  it('is for its owner, whether or not they signed in', async () => {
    for (const user of ['U123456', null])
      expect(await get(phone, encodeAsker({ tenant: 'default', user }))).toMatchObject({ order_id: phone.order_id });
  });
});

describe('ListOrders', () => {
  it('finds by time, state and product together', async () => {
    const { orders, total_size } = await call<order.ListOrdersResponse__Output>('ListOrders', {
      user_id: 'U123462',
      placed_after: timestamp('2026-03-09T14:30:00+08:00'),
      placed_before: timestamp('2026-03-09T15:30:00+08:00'),
      statuses: ['ORDER_STATUS_PLACED', 'ORDER_STATUS_PREPARING'],
      product: 'phone',
    });
    expect([orders.map(({ order_id }) => order_id), total_size]).toEqual([['ORD-2024-0064', 'ORD-2024-0063'], 2]);
  });

  it('gives ten when it is not told how many, and refuses to give hundreds', async () => {
    const { orders } = await call<order.ListOrdersResponse__Output>('ListOrders', { user_id: 'U123456' });
    expect(orders.length).toBeLessThanOrEqual(10);
    const many = await refusal(call('ListOrders', { user_id: 'U123456', limit: 500 }));
    expect(many.code).toBe(status.INVALID_ARGUMENT);
  });
});

describe('CancelOrder', () => {
  it('refunds all that was paid, once per key, after a check that changes nothing', async () => {
    const wanted = { user_id: 'U123457', order_id: 'ORD-2024-0054' };
    const checked = await call('CancelOrder', { ...wanted, validate_only: true });
    expect(await get(wanted)).toMatchObject({ status: 'ORDER_STATUS_PREPARING' });
    const done = await call('CancelOrder', wanted, keyed('cancel-1'));
    expect(done).toMatchObject({
      order_id: 'ORD-2024-0054',
      status: 'ORDER_STATUS_CANCELLED',
      refund_amount: yuan(3_999),
      cancel_time: timestamp('2026-03-10T14:30:00+08:00'),
    });
    expect(checked).toEqual({ ...(done as object), cancel_time: null });
    await clock.advance(60_000);
    expect(await call('CancelOrder', wanted, keyed('cancel-1'))).toEqual(done);
  });

  it('offers a return for what was shipped, in a way that programs know', async () => {
    const shipped = { user_id: 'U123456', order_id: 'ORD-2024-0001' };
    for (const more of [{ validate_only: true }, {}]) {
      const refused = await refusal(call('CancelOrder', { ...shipped, ...more }, keyed('cancel-2')));
      expect([refused.code, refused.details.refusal]).toEqual([
        status.ABORTED,
        { reason: 'order_shipped', instead: 'create_return' },
      ]);
    }
    const returned = await call('CreateReturn', { ...shipped, kind: 'RETURN_KIND_RETURN', validate_only: true });
    expect(returned).toMatchObject({ return_id: '', refund_amount: (await get(shipped))?.paid_amount });
  });

  it.each([
    ['no key', {}],
    ['a key that cannot be one', keyed('two words')],
  ])('refuses %s', async (_, metadata) => {
    expect((await refusal(call('CancelOrder', phone, metadata))).code).toBe(status.INVALID_ARGUMENT);
  });
});

describe('the other effects', () => {
  it('exchange what was delivered, without a refund', async () => {
    const request = { user_id: 'U123461', order_id: 'ORD-2024-0062', kind: 'RETURN_KIND_EXCHANGE' };
    const answer = await call('CreateReturn', { ...request, reason: 'RETURN_REASON_DEFECTIVE' }, keyed('exchange-1'));
    expect(answer).toMatchObject({
      return_id: expect.stringMatching(/^RT-/),
      quantity: 1,
      refund_amount: null,
      send_by_time: timestamp('2026-03-18T00:00:00+08:00'),
    });
  });

  it('say what to send back for, or are refused', async () => {
    const request = { user_id: 'U123461', order_id: 'ORD-2024-0062' };
    const refused = await refusal(call('CreateReturn', request, keyed('exchange-2')));
    expect(refused.details.violations?.map(({ field }) => field)).toEqual(['kind']);
  });

  it('send an order elsewhere and ask for its invoice', async () => {
    const moved = await call('ChangeAddress', { ...phone, city: '上海市', address: '南京路 1 号' }, keyed('move-1'));
    expect(moved).toEqual({
      order_id: phone.order_id,
      city: { zh: '上海', en: 'Shanghai' },
      address: '南京路 1 号',
    });
    const invoice = await call('RequestInvoice', { ...phone, title: '陈晓雯' }, keyed('invoice-1'));
    expect(invoice).toMatchObject({ title: '陈晓雯', amount: yuan(6_299, 10) });
    expect(await get(phone)).toMatchObject({
      address: '南京路 1 号',
      invoice_requested: true,
      actions: ['ORDER_ACTION_CANCEL', 'ORDER_ACTION_CHANGE_ADDRESS'],
    });
  });
});

describe('FileComplaint', () => {
  const about = { ...phone, text: '快递员态度太差' };

  it('gives a complaint its number, and a repeat the same', async () => {
    const filed = await call('FileComplaint', about, keyed('complaint-1'));
    expect(filed).toEqual({
      complaint_id: 'CMP-2026-0001',
      order_id: phone.order_id,
      file_time: { seconds: String(Math.floor(clock.now() / 1_000)), nanos: 0 },
    });
    expect(await call('FileComplaint', about, keyed('complaint-1'))).toEqual(filed);
  });

  it('takes one about no order', async () => {
    const filed = await call('FileComplaint', { user_id: 'U123456', text: '客服不理人' }, keyed('complaint-2'));
    expect(filed).toMatchObject({ complaint_id: 'CMP-2026-0002', order_id: '' });
  });

  it.each([
    ['no words', { text: '' }, 'text'],
    ['words without an end', { text: '差'.repeat(1_001) }, 'text'],
    ['nobody', { user_id: '' }, 'user_id'],
  ])('refuses %s', async (_, request, field) => {
    const refused = await refusal(call('FileComplaint', { ...about, ...request }, keyed('complaint-3')));
    expect(refused.details.violations?.map((one) => one.field)).toEqual([field]);
  });

  it('needs a key, and the order to be theirs', async () => {
    expect((await refusal(call('FileComplaint', about))).code).toBe(status.INVALID_ARGUMENT);
    const foreign = await refusal(call('FileComplaint', { ...about, user_id: 'U123457' }, keyed('complaint-4')));
    expect(foreign.code).toBe(status.NOT_FOUND);
  });
});

describe('ChangeAddress', () => {
  const move = (order_id: string, city: string) =>
    call(
      'ChangeAddress',
      { ...phone, order_id, city, address: '天河路 385 号' },
      keyed(`move ${order_id}`.replace(' ', '-')),
    );

  it('is refused where the shop does not deliver, and for what is on its way', async () => {
    const nowhere = await refusal(move('ORD-2024-0052', '亚特兰蒂斯'));
    expect(nowhere.details.resource).toEqual({
      ...{ type: 'city', name: '亚特兰蒂斯' },
      among: expect.stringContaining('上海'),
    });
    expect((await refusal(move('ORD-2024-0001', '上海'))).details.refusal).toEqual({ reason: 'order_shipped' });
  });
});

describe('RecordProgress', () => {
  const report = (order_id: string, progress: string) => warehouse.call('RecordProgress', { order_id, progress });

  it('moves an order on, so that it can no longer be cancelled', async () => {
    expect(await report('ORD-2024-0061', 'ORDER_PROGRESS_SHIPPED')).toEqual({ status: 'ORDER_STATUS_SHIPPED' });
    const emma = { user_id: 'U123461', order_id: 'ORD-2024-0061' };
    expect((await refusal(call('CancelOrder', emma, keyed('late')))).details.refusal?.reason).toBe('order_shipped');
  });

  it('knows no unknown order', async () => {
    expect((await refusal(report('ORD-1', 'ORDER_PROGRESS_SHIPPED'))).code).toBe(status.NOT_FOUND);
  });

  it('stops what was cancelled', async () => {
    expect((await refusal(report('ORD-2024-0060', 'ORDER_PROGRESS_SHIPPED'))).details.refusal).toEqual({
      reason: 'order_cancelled',
    });
  });

  it.each(['ORDER_PROGRESS_UNSPECIFIED', 99])('refuses %j', async (progress) => {
    const refused = await refusal(report('ORD-2024-0060', progress as string));
    expect(refused.code).toBe(status.INVALID_ARGUMENT);
  });
});
