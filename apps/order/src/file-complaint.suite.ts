import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import type { Shopper } from '@turnfleet/service-kit';
import { type Database, openDatabase } from '@turnfleet/sql';
import { migrations } from './migrations.ts';
import { keyTtlMs } from './once-per-key.ts';
import { type OrderRepository, orderRepository } from './order-repository.ts';
import type { OrderTables } from './tables.ts';

const signal = new AbortController().signal;
const now = Date.parse('2026-03-10T14:30:00+08:00');
const owner = (user: string, tenant = 'default'): Shopper => ({ tenant, user });
const chen = owner('U123456');
const wang = owner('U123457');
const phone = 'ORD-2024-0051';

/** What holds for complaints on every database. */
export function complaintSuite(url: () => string | undefined): void {
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
    key = `complaint-${keys++}`;
  });
  afterAll(() => database.stop());

  describe('a complaint', () => {
    const file = (how: { readonly key?: string; readonly now?: number } = {}, more: object = {}) =>
      orders.fileComplaint(
        { owner: chen, orderId: phone.toLowerCase(), text: '快递员态度太差', ...more },
        { key, now, signal, ...how },
      );
    const kept = () =>
      database.query(
        (db) => db.selectFrom('complaint').select(['id', 'user_id', 'order_id', 'text']).orderBy('id').execute(),
        signal,
      );

    it('is kept under a number of the year, for an order or none', async () => {
      expect(await file()).toEqual({ id: 'CMP-2026-0001', orderId: phone, filedAt: now });
      const nextYear = Date.parse('2027-01-01T00:00:00+08:00');
      const { id } = await file({ key: 'next-year', now: nextYear }, { owner: wang, orderId: '', text: '客服不理人' });
      expect(id).toBe('CMP-2027-0001');
      expect(await kept()).toEqual([
        { id: 'CMP-2026-0001', user_id: 'U123456', order_id: phone, text: '快递员态度太差' },
        { id: 'CMP-2027-0001', user_id: 'U123457', order_id: null, text: '客服不理人' },
      ]);
    });

    it('is kept once per key, however many file it at once, and others get numbers of their own without a gap', async () => {
      const race = await Promise.all(Array.from({ length: 8 }, (_, racer) => file({ key: `complains-${racer % 4}` })));
      expect([...new Set(race.map(({ id }) => id))].sort()).toEqual([
        'CMP-2026-0002',
        'CMP-2026-0003',
        'CMP-2026-0004',
        'CMP-2026-0005',
      ]);
      expect(await file({ key: 'complains-1', now: now + 2 * keyTtlMs })).toEqual(race[1]);
    });

    it('is a conflict under the key of another, and changes nothing', async () => {
      const before = await kept();
      await expect(file({ key: 'complains-1' }, { text: '别的事' })).rejects.toMatchObject({ kind: 'conflict' });
      await expect(file({ key: 'complains-1' }, { owner: wang, orderId: '' })).rejects.toMatchObject({
        kind: 'conflict',
      });
      expect(await kept()).toEqual(before);
    });

    it('is not found for the order of somebody else, and takes no number', async () => {
      await expect(file({}, { owner: wang })).rejects.toMatchObject({ kind: 'not_found' });
      await expect(file({}, { owner: owner('U123456', 'acme') })).rejects.toMatchObject({ kind: 'not_found' });
      expect(await file({ key: 'the-next' })).toMatchObject({ id: 'CMP-2026-0006' });
    });

    it('is listed for staff of its tenant, the latest first, page by page, and for nobody else', async () => {
      const list = (tenant: string, more: object = {}) =>
        orders.listComplaints(tenant, { settled: null, limit: 3, beforeId: '', ...more }, signal);
      const first = await list('default');
      const ids = ({ complaints }: Awaited<ReturnType<typeof list>>) => complaints.map(({ id }) => id);
      expect([ids(first), first.total]).toEqual([['CMP-2027-0001', 'CMP-2026-0006', 'CMP-2026-0005'], 7]);
      expect(first.complaints[0]).toMatchObject({ user: 'U123457', orderId: null, text: '客服不理人', settled: null });
      expect(ids(await list('default', { beforeId: 'CMP-2026-0005', limit: 9 }))).toEqual([
        ...['CMP-2026-0004', 'CMP-2026-0003', 'CMP-2026-0002', 'CMP-2026-0001'],
      ]);
      expect(await list('acme')).toEqual({ complaints: [], total: 0 });
      await expect(list('acme', { beforeId: 'CMP-2026-0005' })).rejects.toMatchObject({ kind: 'not_found' });
    });

    it('is settled by who says first what came of it, of its own tenant', async () => {
      const settle = (by: string, tenant = 'default') =>
        orders.settleComplaint({ tenant, id: 'CMP-2026-0001', by, what: `${by}: 已道歉` }, now + 1, signal);
      await expect(settle('eve', 'acme')).rejects.toMatchObject({ kind: 'not_found' });
      const both = await Promise.all([settle('wang'), settle('li')]);
      expect(both[0]).toEqual(both[1]);
      expect(both[0]?.settled).toMatchObject({ at: now + 1, what: expect.stringMatching(/^(wang|li): 已道歉$/) });
      const settled = (is: boolean) =>
        orders.listComplaints('default', { settled: is, limit: 9, beforeId: '' }, signal).then(({ total }) => total);
      expect([await settled(true), await settled(false)]).toEqual([1, 6]);
    });
  });
}
