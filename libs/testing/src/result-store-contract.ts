import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CachedResult, ResultStore } from '@turnfleet/tools';

interface ResultStoreHarness {
  readonly store: ResultStore;
  /** Another process' way to the same; the same one where there is none. */
  readonly other: ResultStore;
  readonly stop: () => Promise<void>;
}

/** What every `ResultStore` must do. */
export function resultStoreContract(name: string, makeHarness: () => Promise<ResultStoreHarness>): void {
  describe(`${name} as a ResultStore`, () => {
    let made: ResultStoreHarness;
    beforeAll(async () => {
      made = await makeHarness();
    });
    afterAll(() => made.stop());

    const longMs = 60_000;
    const aboutSku = (sku: string, change: Partial<CachedResult['scope']> = {}): CachedResult => ({
      answer: { found: true, result: { sku, name: '手机', price: { units: '4999', nanos: 0 } } },
      asOf: 1_764_500_000_123,
      scope: { kinds: ['price', 'product'], codes: [sku], tenant: 'default', ...change },
    });
    const kept = async (result: CachedResult): Promise<string> => {
      const key = `读 ${randomUUID()}`;
      await made.store.put(key, result, longMs);
      return key;
    };
    const isThere = async (key: string): Promise<boolean> => (await made.other.get(key)) !== null;

    it('gives back exactly what was put, to everybody', async () => {
      const sku = `SKU-${randomUUID()}`;
      const found = aboutSku(sku);
      const missing: CachedResult = {
        ...found,
        answer: { found: false, message: 'None.', resource: { type: 'sku', name: sku } },
        scope: { kinds: [], codes: null, tenant: 'a' },
      };
      expect(await made.other.get(await kept(found))).toEqual(found);
      expect(await made.other.get(await kept(missing))).toEqual(missing);
      expect(await made.store.get(randomUUID())).toBeNull();
    });

    it('holds the last of what was put under a key, and drops it by what that is about', async () => {
      const [one, two] = [`SKU-A${randomUUID()}`.toUpperCase(), `SKU-B${randomUUID()}`.toUpperCase()];
      const key = await kept(aboutSku(one));
      await made.store.put(key, aboutSku(two), longMs);
      expect(await made.store.get(key)).toEqual(aboutSku(two));
      await made.other.drop({ kind: 'price', subject: two, atMs: 0 });
      expect(await isThere(key)).toBe(false);
    });

    it('drops what a change touches, the code in either case, and nothing else', async () => {
      const sku = `SKU-${randomUUID()}`.toUpperCase();
      const touched = await kept(aboutSku(sku));
      const withOthers = await kept(aboutSku(sku, { codes: ['SKU-0', sku] }));
      const otherCode = await kept(aboutSku(`${sku}-B`));
      const otherKind = await kept(aboutSku(sku, { kinds: ['stock'] }));
      await made.other.drop({ kind: 'price', subject: sku.toLowerCase(), atMs: 0 });
      const left = await Promise.all([touched, withOthers, otherCode, otherKind].map(isThere));
      expect(left).toEqual([false, false, true, true]);
    });

    it('drops what was asked for without a code whatever changed', async () => {
      const search = await kept(aboutSku('SKU-1', { codes: null }));
      const other = await kept(aboutSku('SKU-1', { codes: null, kinds: ['stock'] }));
      await made.store.drop({ kind: 'price', subject: `SKU-${randomUUID()}`, atMs: 0 });
      expect([await isThere(search), await isThere(other)]).toEqual([false, true]);
    });

    it('drops for one tenant only where the change is of one', async () => {
      const sku = `SKU-${randomUUID()}`.toUpperCase();
      const [a, b] = [await kept(aboutSku(sku, { tenant: 'a' })), await kept(aboutSku(sku, { tenant: 'b' }))];
      await made.store.drop({ kind: 'product', subject: sku, tenant: 'a', atMs: 0 });
      expect([await isThere(a), await isThere(b)]).toEqual([false, true]);
    });

    it('does not keep what is longer than it takes', async () => {
      const sku = `SKU-${randomUUID()}`;
      const long: CachedResult = { ...aboutSku(sku), answer: { found: true, result: { text: 'x'.repeat(2 ** 20) } } };
      expect(await isThere(await kept(long))).toBe(false);
    });
  });
}
