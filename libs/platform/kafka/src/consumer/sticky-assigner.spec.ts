import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Claimant, shareOut } from './sticky-assigner.ts';

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Groups as they come: members new and old, claims that overlap, are outdated, or name partitions that are gone. */
const members = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1, maxLength: 3 }),
    owned: fc.uniqueArray(fc.integer({ min: 0, max: 40 })),
    generation: fc.integer({ min: -1, max: 5 }),
  }),
  { minLength: 1, maxLength: 8, selector: ({ id }) => id },
);
const groups = fc.record({ members, partitions: fc.integer({ min: 0, max: 32 }) });

/** Members as one rebalance left them: nobody claims what another has. */
const settledGroups = fc
  .record({
    owners: fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 32 }),
    present: fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { minLength: 1 }),
  })
  .map(({ owners, present }) => ({
    partitions: owners.length,
    members: present.map((who) => ({
      id: `m${who}`,
      generation: 3,
      owned: range(owners.length).filter((partition) => owners[partition] === who),
    })),
  }));

const keptOf = (given: ReadonlyMap<string, readonly number[]>, all: readonly Claimant[]): number =>
  all.reduce((sum, { id, owned }) => sum + (given.get(id) ?? []).filter((p) => owned.includes(p)).length, 0);

/** The most that any balanced sharing can keep: try every choice of who gets the larger shares. */
function mostKept(partitions: number, claims: readonly number[]): number {
  const least = Math.floor(partitions / claims.length);
  const larger = partitions % claims.length;
  const gains = claims.map((claim) => Math.min(claim, least + 1) - Math.min(claim, least)).toSorted((a, b) => b - a);
  const base = claims.reduce((sum, claim) => sum + Math.min(claim, least), 0);
  return base + gains.slice(0, larger).reduce((sum, gain) => sum + gain, 0);
}

describe('shareOut', () => {
  it('gives every partition to exactly one member', () => {
    fc.assert(
      fc.property(groups, ({ partitions, members: all }) => {
        const given = [...shareOut(partitions, all).values()].flat();
        expect(given.toSorted((a, b) => a - b)).toEqual(range(partitions));
      }),
    );
  });

  it('gives every member a share, sizes within 1 of each other', () => {
    fc.assert(
      fc.property(groups, ({ partitions, members: all }) => {
        const given = shareOut(partitions, all);
        expect([...given.keys()].toSorted()).toEqual(all.map(({ id }) => id).toSorted());
        const sizes = [...given.values()].map((share) => share.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('moves no partition that can stay', () => {
    fc.assert(
      fc.property(settledGroups, ({ partitions, members: all }) => {
        const most = mostKept(
          partitions,
          all.map(({ owned }) => owned.length),
        );
        expect(keptOf(shareOut(partitions, all), all)).toBe(most);
      }),
    );
  });

  it('gives the same whatever the order of the members', () => {
    fc.assert(
      fc.property(groups, ({ partitions, members: all }) => {
        expect(shareOut(partitions, all.toReversed())).toEqual(shareOut(partitions, all));
      }),
    );
  });

  it('does not change a balanced group', () => {
    fc.assert(
      fc.property(groups, ({ partitions, members: all }) => {
        const first = shareOut(partitions, all);
        const again = all.map(({ id }) => ({ id, generation: 6, owned: first.get(id) ?? [] }));
        expect(keptOf(shareOut(partitions, again), again)).toBe(partitions);
      }),
    );
  });

  it('believes the younger claim, for the older member was away meanwhile', () => {
    const away = { id: 'a', generation: 3, owned: [0, 1] };
    const stayed = { id: 'b', generation: 4, owned: [0, 1, 2, 3] };
    expect(shareOut(4, [away, stayed]).get('b')).toEqual([0, 1]);
  });
});
