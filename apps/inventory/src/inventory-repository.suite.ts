import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { silentLogger, systemClock } from '@turnfleet/core';
import { countingIds } from '@turnfleet/core/testing';
import { demoItems, demoStock, noteChanges } from '@turnfleet/shop';
import { type Database, openDatabase } from '@turnfleet/sql';
import fc from 'fast-check';
import { type InventoryRepository, inventoryRepository } from './inventory-repository.ts';
import { migrations } from './migrations.ts';
import { keyTtlMs, type Reservation, reservationMs } from './reserve.ts';
import type { InventoryTables } from './tables.ts';

const signal = new AbortController().signal;
const now = Date.parse('2026-01-05T10:00:00Z');

/** What holds for stock on every database. */
export function inventoryRepositorySuite(url: () => string | undefined): void {
  let database: Database<InventoryTables>;
  let inventory: InventoryRepository;

  beforeAll(async () => {
    const options = { schema: 'inventory', migrations, clock: systemClock, logger: silentLogger };
    database = await openDatabase<InventoryTables>({ url: url(), ...options });
    inventory = inventoryRepository(database, noteChanges(countingIds('change')));
  });
  afterAll(() => database.stop());

  const asker = { tenant: 'default', user: 'U1' };

  /** What the transactions noted, kept here only if they ended well. */
  const noted = (): Promise<unknown[]> =>
    database.query((db) => db.selectFrom('outbox').select(['kind', 'subject', 'due_at']).orderBy('due_at').execute());

  describe('stockOf', () => {
    it('lists the warehouses that carry the product, nearest first', async () => {
      const { warehouses } = await inventory.stockOf('SKU-2024-888', '上海', now, signal);
      expect(warehouses.map(({ warehouseId }) => warehouseId)).toEqual([
        'WH-SHA-1',
        'WH-WUH-1',
        'WH-BJS-1',
        'WH-SZX-1',
        'WH-CTU-1',
      ]);
      const distances = warehouses.map(({ distanceKm }) => distanceKm);
      expect(distances).toEqual([...distances].sort((a, b) => a - b));
    });

    it.each(['上海', '上海市', 'Shanghai', ' SHANGHAI '])('knows the city as %j', async (name) => {
      expect((await inventory.stockOf('SKU-2024-888', name, now, signal)).city.id).toBe('shanghai');
    });

    it('has the quantities of the demo shop for every product', async () => {
      for (const { sku, restockDays } of demoItems) {
        const view = await inventory.stockOf(sku, '武汉', now, signal);
        const expected = demoStock.filter((one) => one.sku === sku);
        expect(view.restockDays).toBe(restockDays);
        expect(view.warehouses.map(({ warehouseId, quantity }) => ({ sku, warehouseId, quantity })).sort(byId)).toEqual(
          [...expected].sort(byId),
        );
      }
    });

    it('does not know an unknown SKU or city', async () => {
      await expect(inventory.stockOf('SKU-0', '上海', now, signal)).rejects.toMatchObject({
        kind: 'not_found',
        details: { resource: { type: 'product', name: 'SKU-0' } },
      });
      await expect(inventory.stockOf('SKU-2024-888', '亚特兰蒂斯', now, signal)).rejects.toMatchObject({
        kind: 'not_found',
        details: { resource: { type: 'city', name: '亚特兰蒂斯' } },
      });
    });
  });

  describe('reserve', () => {
    const freeIn = async (sku: string, at: number): Promise<Record<string, number>> => {
      const { warehouses } = await inventory.stockOf(sku, '上海', at, signal);
      return Object.fromEntries(warehouses.map(({ warehouseId, quantity }) => [warehouseId, quantity]));
    };
    const reserve = (key: string, sku: string, quantity: number, at = now, city = '上海'): Promise<Reservation> =>
      inventory.reserve(key, asker, { sku, city, quantity }, at, signal);
    const rows = (): Promise<unknown[]> =>
      database.query((db) => db.selectFrom('reserved').selectAll().execute(), signal);

    it('takes from the nearest warehouse first, and what is taken is no longer free', async () => {
      const before = await freeIn('SKU-2024-888', now);
      const made = await reserve('nearest-first', ' sku-2024-888', 45);

      expect(made).toEqual({
        id: expect.stringMatching(/^R-[0-9A-Z]{13}$/),
        sku: 'SKU-2024-888',
        city: expect.objectContaining({ zh: '上海', en: 'Shanghai' }),
        warehouses: [
          { warehouseId: 'WH-SHA-1', quantity: 42 },
          { warehouseId: 'WH-WUH-1', quantity: 3 },
        ],
        expiresAt: now + reservationMs,
      });
      expect(await freeIn('SKU-2024-888', now)).toEqual({ ...before, 'WH-SHA-1': 0, 'WH-WUH-1': 4 });
    });

    it('ends by itself after 15 minutes', async () => {
      const before = await freeIn('SKU-2024-101', now);
      await reserve('ends', 'SKU-2024-101', 1);
      expect(await freeIn('SKU-2024-101', now + reservationMs - 1)).not.toEqual(before);
      expect(await freeIn('SKU-2024-101', now + reservationMs)).toEqual(before);
    });

    it('gives the same key what it gave, also side by side and after the expiry', async () => {
      const [first, ...others] = await Promise.all(
        Array.from({ length: 5 }, () => reserve('again', 'SKU-2024-102', 2)),
      );
      const later = now + keyTtlMs;
      others.push(await reserve('again', 'SKU-2024-102', 2, later));

      for (const other of others) expect(other).toMatchObject({ ...first, city: { zh: '上海', en: 'Shanghai' } });
      expect(await freeIn('SKU-2024-102', later)).toEqual(await freeIn('SKU-2024-102', now + reservationMs));
    });

    it('refuses a key that came with another request', async () => {
      await reserve('taken', 'SKU-2024-103', 1);
      const refused = expect.objectContaining({
        kind: 'conflict',
        message: expect.stringContaining('another request'),
      });
      await expect(reserve('taken', 'SKU-2024-103', 2)).rejects.toEqual(refused);
      await expect(reserve('taken', 'SKU-2024-104', 1)).rejects.toEqual(refused);
    });

    it.each([
      ['shopper', { ...asker, user: 'U2' }],
      ['tenant', { ...asker, tenant: 'acme' }],
      ['shopper, as nobody is named', { ...asker, user: null }],
    ])('tells nothing of the reservation of another %s under its key', async (what, other) => {
      const request = { sku: 'SKU-2024-201', city: '上海', quantity: 1 };
      await inventory.reserve(`whose-${what}`, asker, request, now, signal);
      await expect(inventory.reserve(`whose-${what}`, other, request, now, signal)).rejects.toMatchObject({
        kind: 'conflict',
        message: expect.not.stringContaining('R-'),
      });
    });

    it('refuses more than is free, takes nothing, and lets the key be used for it again', async () => {
      const free = await freeIn('SKU-2024-105', now);
      const all = Object.values(free).reduce((sum, quantity) => sum + quantity, 0);
      const rest = await reserve('rest', 'SKU-2024-105', all - 1);
      await expect(reserve('too-many', 'SKU-2024-105', 2)).rejects.toMatchObject({
        kind: 'conflict',
        message: '2 of SKU-2024-105 cannot be reserved: 1 are free.',
      });
      const sum = Object.values(await freeIn('SKU-2024-105', now)).reduce((total, quantity) => total + quantity, 0);
      expect(sum).toBe(1);
      expect((await reserve('too-many', 'SKU-2024-105', 2, rest.expiresAt)).sku).toBe('SKU-2024-105');
    });

    it('is checked without taking anything, counting what others have taken', async () => {
      const free = Object.values(await freeIn('SKU-2024-109', now)).reduce((sum, quantity) => sum + quantity, 0);
      const kept = await rows();
      const wouldReserve = (quantity: number) =>
        inventory.wouldReserve({ sku: ' sku-2024-109', city: '上海', quantity }, now, signal);
      const would = await wouldReserve(free);
      expect(await rows()).toEqual(kept);
      expect(await reserve('after-check', 'SKU-2024-109', free)).toMatchObject(would);
      await expect(wouldReserve(1)).rejects.toMatchObject({ kind: 'conflict' });
    });

    it('does not know an unknown SKU or city', async () => {
      await expect(reserve('a', 'SKU-0', 1)).rejects.toMatchObject({ kind: 'not_found' });
      await expect(reserve('b', 'SKU-2024-888', 1, now, '亚特兰蒂斯')).rejects.toMatchObject({ kind: 'not_found' });
    });

    it('forgets a key eight days after its reservation expired', async () => {
      const made = await reserve('old', 'SKU-2024-106', 1);
      const kept = (await rows()).length;
      const again = await reserve('old', 'SKU-2024-106', 2, made.expiresAt + keyTtlMs);
      expect(again.expiresAt).toBeGreaterThan(made.expiresAt);
      expect(await rows()).toHaveLength(kept);
    });

    it('gives the last piece to one of two that race for it', async () => {
      const free = await freeIn('SKU-2024-107', now);
      await reserve(
        'all-but-one',
        'SKU-2024-107',
        Object.values(free).reduce((sum, quantity) => sum + quantity, -1),
      );
      const race = await Promise.allSettled(
        Array.from({ length: 6 }, (_, racer) => reserve(`racer-${racer}`, 'SKU-2024-107', 1)),
      );
      expect(race.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const one of race) if (one.status === 'rejected') expect(one.reason).toMatchObject({ kind: 'conflict' });
    });

    it('lets what is reserved and what is free add up to the stock, whatever runs side by side', async () => {
      const sku = 'SKU-2024-108';
      let at = now;
      let keys = 0;
      const stock = await freeIn(sku, now);
      const wish = fc.record({ quantity: fc.integer({ min: 1, max: 300 }), repeat: fc.boolean() });
      const round = fc.record({ passMs: fc.nat(reservationMs), wishes: fc.array(wish, { maxLength: 5 }) });
      await fc.assert(
        fc.asyncProperty(fc.array(round, { maxLength: 6 }), async (rounds) => {
          at += reservationMs;
          let made: Reservation[] = [];
          for (const { passMs, wishes } of rounds) {
            at += passMs;
            const asked = wishes.flatMap(({ quantity, repeat }) => {
              const key = `wish-${keys++}`;
              return Array.from({ length: repeat ? 2 : 1 }, () => reserve(key, sku, quantity, at));
            });
            const answers = await Promise.allSettled([...asked, freeIn(sku, at)]);
            const granted = answers
              .slice(0, asked.length)
              .flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value as Reservation] : []));
            made = [...new Map([...made, ...granted].map((one) => [one.id, one])).values()];
            const held = made.filter(({ expiresAt }) => expiresAt > at).flatMap(({ warehouses }) => warehouses);
            for (const [warehouse, free] of Object.entries(await freeIn(sku, at))) {
              const reserved = held.filter(({ warehouseId }) => warehouseId === warehouse);
              expect(free).toBeGreaterThanOrEqual(0);
              expect(reserved.reduce((sum, { quantity }) => sum + quantity, free)).toBe(stock[warehouse]);
            }
          }
        }),
        { numRuns: 25 },
      );
    }, 60_000);
  });

  describe('what changes stock', () => {
    const of = async (sku: string) => (await noted()).filter((one) => (one as { subject: string }).subject === sku);

    it('is noted with a reservation: now, and when it ends by itself', async () => {
      const request = { sku: 'SKU-2024-110', city: '上海', quantity: 1 };
      const { expiresAt } = await inventory.reserve('noted', asker, request, now, signal);
      await inventory.reserve('noted', asker, request, now, signal);
      expect(await of('SKU-2024-110')).toEqual([
        { kind: 'stock', subject: 'SKU-2024-110', due_at: 0 },
        { kind: 'stock', subject: 'SKU-2024-110', due_at: expiresAt },
      ]);
    });

    it('is not noted of a reservation that was refused', async () => {
      const request = { sku: 'SKU-2024-111', city: '上海', quantity: 1_000_000 };
      await expect(inventory.reserve('refused', asker, request, now, signal)).rejects.toMatchObject({
        kind: 'conflict',
      });
      expect(await of('SKU-2024-111')).toEqual([]);
    });

    it('is noted with a count, which tells what lay there before', async () => {
      const count = (quantity: number) =>
        inventory.setStock({ sku: 'SKU-2024-112', warehouseId: 'WH-SHA-1', quantity }, now, signal);
      await count(3);
      expect(await count(9)).toEqual({ sku: 'SKU-2024-112', warehouseId: 'WH-SHA-1', quantity: 9, previous: 3 });
      const { warehouses } = await inventory.stockOf('SKU-2024-112', '上海', now, signal);
      expect(warehouses).toContainEqual(expect.objectContaining({ warehouseId: 'WH-SHA-1', quantity: 9 }));
      expect(await of('SKU-2024-112')).toEqual([{ kind: 'stock', subject: 'SKU-2024-112', due_at: 0 }]);
      await expect(
        inventory.setStock({ sku: 'SKU-2024-112', warehouseId: 'WH-X', quantity: 1 }, now, signal),
      ).rejects.toMatchObject({ kind: 'not_found', details: { suggestion: expect.stringContaining('WH-SHA-1') } });
    });
  });
}

const byId = (a: { warehouseId: string }, b: { warehouseId: string }): number =>
  a.warehouseId < b.warehouseId ? -1 : 1;
