import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EndpointQuota, Taken } from '@turnfleet/model';

interface EndpointQuotaHarness {
  readonly quota: EndpointQuota;
  /** Another process's way to the same. */
  readonly other: EndpointQuota;
  /** Lets that much time pass by the clock that counts. */
  readonly pass: (ms: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const requestsOnly = { requests: 10, tokens: null };
const tokensOnly = { requests: null, tokens: 1_000 };
const one = { requests: 1, tokens: 100 };

/** What every `EndpointQuota` must do. */
export function endpointQuotaContract(name: string, makeHarness: () => Promise<EndpointQuotaHarness>): void {
  describe(`${name} as an EndpointQuota`, () => {
    let made: EndpointQuotaHarness;
    beforeAll(async () => {
      made = await makeHarness();
    });
    afterAll(() => made.stop());

    /** Of an endpoint that nobody has asked yet. */
    let endpoints = 0;
    const another = (): string => `e-${++endpoints}.x_y`;
    const granted = (all: readonly Taken[]): number => all.filter((taken) => taken.granted).length;

    it('grants all processes together no more requests than the limit', async () => {
      const endpoint = another();
      const asks = Array.from({ length: 40 }, (_, i) =>
        (i % 2 ? made.quota : made.other).take(endpoint, one, requestsOnly),
      );
      expect(granted(await Promise.all(asks))).toBe(10);
    });

    it('says how long until there is room: when the oldest are a minute old', async () => {
      const endpoint = another();
      await made.quota.take(endpoint, { requests: 10, tokens: 0 }, requestsOnly);
      const taken = await made.other.take(endpoint, one, requestsOnly);
      if (taken.granted) throw new Error('granted');
      expect(taken.by).toBe('requests');
      expect(taken.waitMs).toBeGreaterThan(59_000);
      expect(taken.waitMs).toBeLessThanOrEqual(61_000);
    });

    it('waits for as many of the oldest as the ask needs', async () => {
      const endpoint = another();
      await made.quota.take(endpoint, { requests: 5, tokens: 0 }, requestsOnly);
      await made.pass(2_100);
      await made.quota.take(endpoint, { requests: 5, tokens: 0 }, requestsOnly);
      const waits = async (requests: number): Promise<number> => {
        const taken = await made.other.take(endpoint, { requests, tokens: 0 }, requestsOnly);
        return taken.granted ? 0 : taken.waitMs;
      };
      const [few, many] = [await waits(5), await waits(6)];
      expect(many - few).toBeGreaterThan(1_500);
      expect(many - few).toBeLessThan(3_500);
    });

    it('counts tokens beside requests, each endpoint by itself', async () => {
      const [endpoint, neighbour] = [another(), another()];
      const much = { requests: 1, tokens: 950 };
      expect(await made.quota.take(endpoint, much, tokensOnly)).toMatchObject({ granted: true });
      expect(await made.other.take(endpoint, one, tokensOnly)).toMatchObject({ granted: false, by: 'tokens' });
      expect(await made.other.take(neighbour, one, tokensOnly)).toMatchObject({ granted: true });
    });

    it('never grants what a whole minute has not, and takes nothing for it', async () => {
      const endpoint = another();
      const taken = await made.quota.take(endpoint, { requests: 1, tokens: 1_001 }, tokensOnly);
      expect(taken).toEqual({ granted: false, by: 'tokens', waitMs: Number.POSITIVE_INFINITY });
      expect(await made.quota.take(endpoint, { requests: 1, tokens: 1_000 }, tokensOnly)).toMatchObject({
        granted: true,
      });
    });

    it('takes back tokens that were not used, at the time of their grant', async () => {
      const endpoint = another();
      const taken = await made.quota.take(endpoint, { requests: 1, tokens: 900 }, tokensOnly);
      if (!taken.granted) throw new Error('not granted');
      await made.other.add(endpoint, { requests: 0, tokens: -800 }, taken.at);
      const all = Array.from({ length: 9 }, () => made.quota.take(endpoint, one, tokensOnly));
      expect(granted(await Promise.all(all))).toBe(9);
      expect(await made.other.take(endpoint, one, tokensOnly)).toMatchObject({ granted: false });
    });

    it('forgets what is given back of a minute that is over', async () => {
      const endpoint = another();
      const { quota } = made;
      await quota.add(endpoint, { requests: 0, tokens: -500 }, 1);
      expect(await quota.take(endpoint, { requests: 1, tokens: 1_000 }, tokensOnly)).toMatchObject({ granted: true });
      expect(await quota.take(endpoint, one, tokensOnly)).toMatchObject({ granted: false });
    });

    it('counts what was used without being taken', async () => {
      const endpoint = another();
      await made.other.add(endpoint, { requests: 9, tokens: 0 }, null);
      const asks = Array.from({ length: 3 }, () => made.quota.take(endpoint, one, requestsOnly));
      expect(granted(await Promise.all(asks))).toBe(1);
    });

    it('goes by the limit of the ask: one that was raised holds at once', async () => {
      const endpoint = another();
      await made.quota.take(endpoint, { requests: 10, tokens: 0 }, requestsOnly);
      expect(await made.other.take(endpoint, one, { requests: 11, tokens: null })).toMatchObject({ granted: true });
    });
  });
}
