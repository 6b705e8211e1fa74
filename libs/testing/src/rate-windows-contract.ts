import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RateWindows, WindowTaken } from '@turnfleet/admission';

interface RateWindowsHarness {
  readonly windows: RateWindows;
  /** Another process's way to the same. */
  readonly other: RateWindows;
  readonly stop: () => Promise<void>;
}

/** What every `RateWindows` must do. */
export function rateWindowsContract(name: string, makeHarness: () => Promise<RateWindowsHarness>): void {
  describe(`${name} as RateWindows`, () => {
    let made: RateWindowsHarness;
    beforeAll(async () => {
      made = await makeHarness();
    });
    afterAll(() => made.stop());

    /** A group that nobody has asked for yet. */
    let groups = 0;
    const another = (): string => `tenant/a{c}me ${++groups}`;
    const grantedIn = (all: readonly (readonly WindowTaken[])[]): number =>
      all.filter((taken) => taken.every(({ granted }) => granted)).length;

    it('grants all processes together no more than the limit', async () => {
      const group = another();
      const asks = [{ name: 'user u-1', limit: 10 }];
      const all = Array.from({ length: 40 }, (_, i) => (i % 2 ? made.windows : made.other).take(group, asks));
      expect(grantedIn(await Promise.all(all))).toBe(10);
    });

    it('says what is left, and how long until there is more', async () => {
      const group = another();
      const asks = [{ name: 'user u-1', limit: 2 }];
      const lefts = [];
      for (let i = 0; i < 3; i++) lefts.push(...(await made.windows.take(group, asks)));
      expect(lefts.map(({ granted, left }) => [granted, left])).toEqual([
        [true, 1],
        [true, 0],
        [false, 0],
      ]);
      expect(lefts[2]?.moreInMs).toBeGreaterThan(59_000);
      expect(lefts[2]?.moreInMs).toBeLessThanOrEqual(65_000);
    });

    it('counts a request nowhere if one of its windows has no room', async () => {
      const group = another();
      const both = [
        { name: 'key k', limit: 10 },
        { name: 'user u-1', limit: 1 },
      ];
      for (let i = 0; i < 5; i++) await made.windows.take(group, both);
      const [key] = await made.other.take(group, [{ name: 'key k', limit: 10 }]);
      expect(key).toMatchObject({ granted: true, left: 8 });
    });

    it('counts each name and each group by itself', async () => {
      const [group, neighbour] = [another(), another()];
      const asks = [{ name: 'user u-1', limit: 1 }];
      await made.windows.take(group, asks);
      const [other] = await made.windows.take(group, [{ name: 'user u-2', limit: 1 }]);
      const [elsewhere] = await made.windows.take(neighbour, asks);
      expect([other?.granted, elsewhere?.granted]).toEqual([true, true]);
    });

    it('goes by the limit of the ask: one that was raised holds at once', async () => {
      const group = another();
      for (let i = 0; i < 3; i++) await made.windows.take(group, [{ name: 'user u-1', limit: 1 }]);
      const [raised] = await made.other.take(group, [{ name: 'user u-1', limit: 2 }]);
      expect(raised?.granted).toBe(true);
    });
  });
}
