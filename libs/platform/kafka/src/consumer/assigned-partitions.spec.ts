import { describe, expect, it } from '@jest/globals';
import { AssignedPartitions } from './assigned-partitions.ts';

describe('AssignedPartitions', () => {
  it('keeps the stay of a partition that the next generation leaves here', () => {
    const assigned = new AssignedPartitions();
    assigned.joined(4, [0, 1]);
    const lease = assigned.get(0);
    assigned.joined(5, [0]);
    expect(assigned.get(0)).toBe(lease);
    expect(assigned.get(1)).toBeUndefined();
  });

  it('begins a new stay after a generation without this member: another may have owned the partition', () => {
    const assigned = new AssignedPartitions();
    assigned.joined(4, [0]);
    const lease = assigned.get(0);
    assigned.joined(6, [0]);
    expect(assigned.get(0)).not.toBe(lease);
  });

  it('begins a new stay when a partition comes back', () => {
    const assigned = new AssignedPartitions();
    assigned.joined(4, [0]);
    const lease = assigned.get(0);
    assigned.joined(5, []);
    assigned.joined(6, [0]);
    expect(lease && assigned.lasts(lease)).toBe(false);
  });

  it('stops delivery of all leases until the new assignment is taken in', () => {
    const assigned = new AssignedPartitions();
    assigned.joined(4, [0]);
    Object.assign(assigned.get(0) ?? {}, { live: true, paused: true, next: 7n });
    assigned.joined(5, [0]);
    expect(assigned.get(0)).toMatchObject({ live: false, paused: true, next: 7n });
  });

  it('holds nothing once the group went on without this member', () => {
    const assigned = new AssignedPartitions();
    assigned.joined(4, [0]);
    assigned.lost();
    expect(assigned.all()).toEqual([]);
    assigned.joined(5, [0]);
    expect(assigned.get(0)).toMatchObject({ next: null, live: false });
  });
});
