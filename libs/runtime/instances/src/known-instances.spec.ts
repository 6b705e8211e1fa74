import { describe, expect, it } from '@jest/globals';
import { graceMs, KnownInstances } from './known-instances.ts';
import { anInstance } from './testing.ts';

const a = anInstance({ id: 'a' });
const b = anInstance({ id: 'b' });
const ids = ({ all }: KnownInstances): string[] => all.map(({ id }) => id).sort();

describe('the instances that a process knows', () => {
  it('lets go at once of one that left on purpose', () => {
    const known = new KnownInstances();
    known.listed([a, { ...b, draining: true }], 0);
    expect(known.listed([a], 1)).toBe(true);
    expect(ids(known)).toEqual(['a']);
  });

  it('keeps those that a registry forgot until they can have registered again', () => {
    const known = new KnownInstances();
    known.listed([a, b], 0);
    expect(known.listed([], 1_000)).toBe(false);
    known.listed([a], 5_000);
    expect(ids(known)).toEqual(['a', 'b']);
    known.listed([a], 1_000 + graceMs);
    expect(ids(known)).toEqual(['a']);
  });

  it('counts the grace of one that came back from the beginning', () => {
    const known = new KnownInstances();
    known.listed([a], 0);
    known.listed([], 1_000);
    known.listed([a], 2_000);
    known.listed([], 20_000);
    known.listed([], 19_000 + graceMs);
    expect(ids(known)).toEqual(['a']);
  });

  it('tells whether a list was news', () => {
    const known = new KnownInstances();
    expect(known.listed([a], 0)).toBe(true);
    expect(known.listed([{ ...a }], 1)).toBe(false);
    expect(known.listed([{ ...a, load: 0.5 }], 2)).toBe(true);
  });
});
