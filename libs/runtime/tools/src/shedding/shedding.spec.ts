import { describe, expect, it } from '@jest/globals';
import type { Priority } from '@turnfleet/contract/schemas';
import fc from 'fast-check';
import { shedding } from './shedding.ts';
import { type Pressure, sheddingTable } from './shedding-table.ts';

const needed = { idempotency: 'read_only', mayBeLeftOut: false } as const;
const extra = { idempotency: 'read_only', mayBeLeftOut: true } as const;
const effect = { idempotency: 'keyed', mayBeLeftOut: true } as const;
const calm: Pressure = { inFlightRatio: 0.1, queueAgeMs: 0 };

function at(load: Pressure) {
  let now = load;
  const shed = shedding(() => now);
  return { shed, become: (next: Pressure) => void (now = next) };
}
const off = (load: Pressure, tool: typeof needed | typeof extra | typeof effect): Priority[] =>
  ([1, 2, 3] as const).filter((priority) => at(load).shed.leftOut(tool, priority) !== null);

describe('what is switched off', () => {
  it.each([
    ['calm', calm, [], []],
    ['busy', { ...calm, inFlightRatio: 0.8 }, [3], []],
    ['busy by the queue', { ...calm, queueAgeMs: 2_000 }, [3], []],
    ['strained', { ...calm, inFlightRatio: 0.9 }, [2, 3], [3]],
    ['overloaded', { ...calm, queueAgeMs: 10_000 }, [1, 2, 3], [3]],
  ] as const)('in a fleet that is %s: extras first, and less urgent turns first', (_, load, extras, reads) => {
    expect(off(load, extra)).toEqual(extras);
    expect(off(load, needed)).toEqual(reads);
  });

  it('is never a call that takes effect', () => {
    expect(off({ inFlightRatio: 1, queueAgeMs: 60_000 }, effect)).toEqual([]);
  });

  it('comes back step by step, each when its own figures have fallen', () => {
    const { shed, become } = at({ ...calm, inFlightRatio: 0.98 });
    const levels = [0.98, 0.9, 0.86, 0.84, 0.76, 0.74, 0.61, 0.59, 0.79].map((inFlightRatio) => {
      become({ ...calm, inFlightRatio });
      return shed.level();
    });
    expect(levels).toEqual([3, 3, 3, 2, 2, 1, 1, 0, 0]);
  });

  it('does not flap while the load wavers between the bounds of a step', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(fc.double({ min: 0.6, max: 0.7999, noNaN: true })), (busy, wavering) => {
        const { shed, become } = at({ ...calm, inFlightRatio: busy ? 0.8 : 0.1 });
        const before = shed.level();
        for (const inFlightRatio of wavering) {
          become({ ...calm, inFlightRatio });
          expect(shed.level()).toBe(before);
        }
      }),
    );
  });

  it('never grows as the load falls: the table is in order', () => {
    for (const [i, step] of sheddingTable.entries()) {
      const before = sheddingTable[i - 1];
      for (const figure of ['inFlightRatio', 'queueAgeMs'] as const) {
        expect(step.leave[figure]).toBeLessThan(step.enter[figure]);
        if (before) expect(step.enter[figure]).toBeGreaterThan(before.enter[figure]);
        if (before) expect(step.leave[figure]).toBeGreaterThan(before.leave[figure]);
      }
      if (before) expect(step.extrasOffFrom).toBeLessThanOrEqual(before.extrasOffFrom);
    }
  });
});
