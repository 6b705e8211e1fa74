import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Instance, InstanceStore } from '@turnfleet/instances';
import { anInstance } from '@turnfleet/instances/testing';

interface InstanceStoreHarness {
  readonly store: InstanceStore;
  /** Another registry's way to the same. */
  readonly other: InstanceStore;
  /** Lets that much time pass by the store's clock. */
  readonly pass: (ms: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const longMs = 60_000;

/** What every `InstanceStore` must do. */
export function instanceStoreContract(name: string, makeHarness: () => Promise<InstanceStoreHarness>): void {
  describe(`${name} as an InstanceStore`, () => {
    let made: InstanceStoreHarness;
    beforeAll(async () => {
      made = await makeHarness();
    });
    afterAll(() => made.stop());

    const some = (change: Partial<Instance> = {}): Instance => anInstance({ id: randomUUID(), ...change });
    const listed = async (store: InstanceStore, id: string): Promise<Instance | undefined> =>
      (await store.list()).find((one) => one.id === id);

    it('lists exactly what was put by whichever registry, in the order of ids', async () => {
      const { store, other } = made;
      const full = some({
        ...{
          address: '[::1]:50051',
          services: ['a.v1.A', 'b.v1.B'],
          version: '2.0-测试',
          weight: 5,
          region: 'cn east',
        },
        ...{ capacity: 40, load: 0.25, costPerCall: 0.000012, descriptorSet: 'CgA=', draining: true },
      });
      const plain = some();
      await store.put(full, longMs);
      await other.put(plain, longMs);
      expect(await listed(other, full.id)).toEqual(full);
      expect(await listed(store, plain.id)).toEqual(plain);
      const ids = (await store.list()).map(({ id }) => id);
      expect(ids).toEqual([...ids].sort());
    });

    it('forgets an instance whose lease is over, not its neighbours', async () => {
      const { store, pass } = made;
      const [short, long] = [some(), some()];
      await store.put(short, 200);
      await store.put(long, longMs);
      await pass(250);
      expect(await listed(store, short.id)).toBeUndefined();
      expect(await listed(store, long.id)).toEqual(long);
    });

    it('prolongs a lease and keeps the load that came with it', async () => {
      const { store, other, pass } = made;
      const one = some();
      await store.put(one, 200);
      expect(await other.renew(one.id, 0.75, longMs)).toBe(true);
      await pass(250);
      expect(await listed(store, one.id)).toEqual({ ...one, load: 0.75 });
    });

    it('says of one that it does not list that it does not know it', async () => {
      const { store, pass } = made;
      expect(await store.renew(randomUUID(), 0, longMs)).toBe(false);
      const one = some();
      await store.put(one, 200);
      await pass(250);
      expect(await store.renew(one.id, 0, longMs)).toBe(false);
    });

    it('lists one that left as draining until its lease is over, whatever it still says', async () => {
      const { store, other, pass } = made;
      const one = some();
      await store.put(one, 2_000);
      await other.leave(one.id);
      expect(await listed(store, one.id)).toEqual({ ...one, draining: true });
      await store.renew(one.id, 0.5, 200);
      expect(await listed(other, one.id)).toEqual({ ...one, load: 0.5, draining: true });
      await pass(250);
      expect(await listed(other, one.id)).toBeUndefined();
      await store.leave(one.id);
      expect(await listed(store, one.id)).toBeUndefined();
    });

    it('lists anew what registers again after it left', async () => {
      const { store } = made;
      const one = some();
      await store.put(one, longMs);
      await store.leave(one.id);
      await store.put(one, longMs);
      expect(await listed(store, one.id)).toEqual(one);
    });
  });
}
