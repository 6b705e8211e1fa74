import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AccessStore,
  type ApiKeyRecord,
  anonymous,
  hashOfSecret,
  mintSecret,
  type Ticket,
} from '@turnfleet/principal';

interface AccessStoreHarness {
  readonly store: AccessStore;
  /** Another process's way to the same. */
  readonly other: AccessStore;
  /** Lets that much time pass by the store's clock. */
  readonly pass: (ms: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const keyOf = (id: string, sha256: string): ApiKeyRecord => ({
  id,
  sha256,
  name: '前台 – desk',
  tenant: 'acme',
  user: 'u-1',
  actsForOthers: false,
  wholeFleet: false,
  trusted: true,
  scopes: ['chat', 'read'],
  rateClass: 'high',
  createdAt: '2026-01-01T00:00:00.000Z',
  expiresAt: null,
  revokedAt: null,
});

const newHash = (): string => hashOfSecret(mintSecret('tfk'));

const ticket: Ticket = {
  principal: { ...anonymous, tenant: 'acme', user: 'u-1', reach: 'user' },
  credential: { kind: 'key', sha256: 'x' },
  conversationId: 'c-1',
};

/** What every `AccessStore` must do. */
export function accessStoreContract(name: string, makeHarness: () => Promise<AccessStoreHarness>): void {
  describe(`${name} as an AccessStore`, () => {
    let made: AccessStoreHarness;
    beforeAll(async () => {
      made = await makeHarness();
    });
    afterAll(() => made.stop());

    it('shows every process a key by its hash, exactly, and none by another', async () => {
      const key = keyOf('key-0001', newHash());
      await made.store.put(key);
      expect(await made.other.find(key.sha256)).toEqual(key);
      expect(await made.other.find(newHash())).toBeNull();
    });

    it('puts what is new of a key in its place, for every process', async () => {
      const key = keyOf('key-0002', newHash());
      await made.store.put(key);
      const revoked = { ...key, revokedAt: '2026-02-01T00:00:00.000Z' };
      await made.other.put(revoked);
      expect(await made.store.find(key.sha256)).toEqual(revoked);
      expect((await made.store.list()).filter(({ id }) => id === key.id)).toEqual([revoked]);
    });

    it('gives a ticket to the first who asks, exactly, and to nobody else', async () => {
      const hash = newHash();
      await made.store.tickets.keep(hash, ticket, 60_000);
      const taken = await Promise.all([made.other, made.store, made.other].map(({ tickets }) => tickets.take(hash)));
      expect(taken.filter((one) => one !== null)).toEqual([ticket]);
      expect(await made.store.tickets.take(hash)).toBeNull();
    });

    it('forgets a ticket that nobody took in time', async () => {
      const hash = newHash();
      await made.store.tickets.keep(hash, ticket, 200);
      await made.pass(250);
      expect(await made.other.tickets.take(hash)).toBeNull();
    });
  });
}
