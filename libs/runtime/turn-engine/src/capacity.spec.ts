import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Capacity } from './capacity.ts';

const placed = (bytes: number) => ({ bytes, sharer: '', priority: 2 as const });

describe('Capacity', () => {
  it('admits as many turns as it has places', () => {
    const capacity = new Capacity({ turns: 2, bytes: 100 });
    capacity.begin(placed(10));
    expect(capacity.admits(10)).toBe(true);
    capacity.begin(placed(10));
    expect(capacity.admits(10)).toBe(false);
    capacity.end(placed(10));
    expect(capacity.admits(10)).toBe(true);
  });

  it('admits no more bytes than it has, but always one record', () => {
    const capacity = new Capacity({ turns: 10, bytes: 100 });
    expect(capacity.admits(500)).toBe(true);
    capacity.begin(placed(80));
    expect(capacity.admits(20)).toBe(true);
    expect(capacity.admits(21)).toBe(false);
  });

  it('is full above twice the turns it runs and has room again below 70 % of that', () => {
    const capacity = new Capacity({ turns: 5, bytes: 1_000 });
    for (let i = 0; i < 10; i++) capacity.take(1);
    expect(capacity.full).toBe(false);
    capacity.take(1);
    expect(capacity.full).toBe(true);
    for (let i = 0; i < 4; i++) capacity.release(1);
    expect(capacity.full).toBe(true);
    capacity.release(1);
    expect(capacity.full).toBe(false);
  });

  it('is full above its bytes and has room again below 70 % of them', () => {
    const capacity = new Capacity({ turns: 100, bytes: 1_000 });
    capacity.take(700);
    capacity.take(301);
    expect(capacity.full).toBe(true);
    capacity.release(301);
    expect(capacity.full).toBe(true);
    capacity.take(1);
    capacity.release(700);
    expect(capacity.full).toBe(false);
  });

  describe('shared by partitions', () => {
    const filled = (turns: number, bytesEach: number): Capacity => {
      const capacity = new Capacity({ turns: 10, bytes: 1_000 });
      for (let i = 0; i < turns; i++) capacity.take(bytesEach);
      return capacity;
    };

    it('lets a partition have more than its share while there is room', () => {
      expect(filled(20, 1).hasEnough(20, 4, false)).toBe(false);
    });

    it('is enough for a partition above its share once all is full, and again below 70 % of it', () => {
      const full = filled(21, 1);
      expect([4, 5, 6].map((taken) => full.hasEnough(taken, 4, false))).toEqual([false, false, true]);
      expect([3, 4, 5].map((taken) => full.hasEnough(taken, 4, true))).toEqual([false, true, true]);
    });

    it('is enough for all partitions above its bytes', () => {
      expect(filled(2, 501).hasEnough(0, 4, false)).toBe(true);
    });
  });

  it('never runs more than it may, whatever is admitted in whatever order', () => {
    const limits = { turns: 4, bytes: 100 };
    const step = fc.record({ bytes: fc.integer({ min: 0, max: 60 }), ends: fc.option(fc.nat(10)) });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const capacity = new Capacity(limits);
        const running: number[] = [];
        for (const { bytes, ends } of steps) {
          if (ends !== null && running.length > 0)
            capacity.end(placed(running.splice(ends % running.length, 1)[0] ?? 0));
          if (!capacity.admits(bytes)) continue;
          capacity.begin(placed(bytes));
          running.push(bytes);
          expect(running.length).toBeLessThanOrEqual(limits.turns);
          expect(running.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(limits.bytes);
        }
      }),
    );
  });
});
