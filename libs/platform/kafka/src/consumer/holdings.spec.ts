import { describe, expect, it } from '@jest/globals';
import { Holdings } from './holdings.ts';

describe('Holdings', () => {
  it('keeps the stay of a partition that the next generation leaves here', () => {
    const holdings = new Holdings();
    holdings.joined(4, [0, 1]);
    const stay = holdings.get(0);
    holdings.joined(5, [0]);
    expect(holdings.get(0)).toBe(stay);
    expect(holdings.get(1)).toBeUndefined();
  });

  it('begins a new stay after a generation without this member: another may have owned the partition', () => {
    const holdings = new Holdings();
    holdings.joined(4, [0]);
    const stay = holdings.get(0);
    holdings.joined(6, [0]);
    expect(holdings.get(0)).not.toBe(stay);
  });

  it('begins a new stay when a partition comes back', () => {
    const holdings = new Holdings();
    holdings.joined(4, [0]);
    const stay = holdings.get(0);
    holdings.joined(5, []);
    holdings.joined(6, [0]);
    expect(stay && holdings.holds(stay)).toBe(false);
  });

  it('stops delivery of all stays until the new assignment is taken in', () => {
    const holdings = new Holdings();
    holdings.joined(4, [0]);
    Object.assign(holdings.get(0) ?? {}, { live: true, paused: true, next: 7n });
    holdings.joined(5, [0]);
    expect(holdings.get(0)).toMatchObject({ live: false, paused: true, next: 7n });
  });

  it('holds nothing once the group went on without this member', () => {
    const holdings = new Holdings();
    holdings.joined(4, [0]);
    holdings.lost();
    expect(holdings.all()).toEqual([]);
    holdings.joined(5, [0]);
    expect(holdings.get(0)).toMatchObject({ next: null, live: false });
  });
});
