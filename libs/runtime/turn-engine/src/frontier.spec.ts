import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Frontier } from './frontier.ts';

/** Ascending offsets from `start` on, with gaps as compaction leaves them. */
const offsetsFrom = (start: bigint): fc.Arbitrary<bigint[]> =>
  fc
    .array(fc.bigInt({ min: 1n, max: 5n }), { minLength: 1, maxLength: 40 })
    .map((steps) => steps.reduce<bigint[]>((all, step) => [...all, (all.at(-1) ?? start - 1n) + step], []));

describe('Frontier', () => {
  it('stands at the start until something has arrived', () => {
    expect(new Frontier(7n).committable).toBe(7n);
  });

  it('waits for the lowest unfinished offset', () => {
    const frontier = new Frontier(0n);
    for (const offset of [0n, 1n, 2n]) frontier.arrive(offset);
    frontier.finish(2n);
    frontier.finish(0n);
    expect(frontier.committable).toBe(1n);
    frontier.finish(1n);
    expect(frontier.committable).toBe(3n);
  });

  it('does not wait for offsets that do not exist', () => {
    const frontier = new Frontier(0n);
    expect(frontier.arrive(100n)).toBe('new');
    expect(frontier.committable).toBe(100n);
    expect(frontier.arrive(104n)).toBe('new');
    frontier.finish(100n);
    expect(frontier.committable).toBe(104n);
  });

  it('knows what a rebalance delivers again', () => {
    const frontier = new Frontier(0n);
    for (const offset of [0n, 1n, 2n]) frontier.arrive(offset);
    frontier.finish(1n);
    frontier.restartAt(0n);
    expect([0n, 1n, 2n, 3n].map((offset) => frontier.arrive(offset))).toEqual(['known', 'known', 'known', 'new']);
  });

  it('does not hear the answer to a commit that was asked for before a restart', () => {
    const frontier = new Frontier(0n);
    frontier.arrive(0n);
    frontier.finish(0n);
    const { term } = frontier;
    frontier.restartAt(0n);
    frontier.committedAt(1n, term);
    expect(frontier.committed).toBe(0n);
    expect(frontier.arrive(0n)).toBe('known');
  });

  it('takes what stands below the committed offset for new: the log was reset', () => {
    const frontier = new Frontier(0n);
    for (const offset of [0n, 1n, 2n, 3n]) frontier.arrive(offset);
    for (const offset of [0n, 1n, 2n]) frontier.finish(offset);
    frontier.committedAt(3n, frontier.term);
    expect([0n, 1n, 2n, 3n].map((offset) => frontier.arrive(offset))).toEqual(['new', 'new', 'new', 'known']);
    expect(frontier.committable).toBe(0n);
  });

  it('goes back when another record stands at an open offset', () => {
    const frontier = new Frontier(0n);
    for (const offset of [0n, 1n, 2n]) frontier.arrive(offset);
    frontier.finish(2n);
    frontier.rewind(1n);
    expect([1n, 2n].map((offset) => frontier.arrive(offset))).toEqual(['new', 'new']);
  });

  it('is the lowest open offset, whatever the order of finishing, gaps and repetitions', () => {
    const example = fc.bigInt({ min: 0n, max: 50n }).chain((start) =>
      fc.record({
        start: fc.constant(start),
        offsets: offsetsFrom(start),
        order: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        repeatAfter: fc.nat(40),
      }),
    );
    fc.assert(
      fc.property(example, ({ start, offsets, order, repeatAfter }) => {
        const frontier = new Frontier(start);
        for (const offset of offsets) expect(frontier.arrive(offset)).toBe('new');
        const open = [...offsets];
        let before = frontier.committable;
        for (let step = 0; open.length > 0; step++) {
          if (step === repeatAfter) {
            frontier.restartAt(before);
            const again = offsets.filter((offset) => offset >= before);
            expect(again.map((offset) => frontier.arrive(offset))).toEqual(again.map(() => 'known'));
          }
          const [finished] = open.splice(Math.floor((order.next().value ?? 0) * open.length) % open.length, 1);
          frontier.finish(finished ?? -1n);
          expect(frontier.committable).toBe(open[0] ?? (offsets.at(-1) ?? start) + 1n);
          expect(frontier.committable).toBeGreaterThanOrEqual(before);
          before = frontier.committable;
        }
        expect(frontier.span).toBe(0);
      }),
    );
  });
});
