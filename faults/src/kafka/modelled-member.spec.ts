import { describe, expect, it } from '@jest/globals';
import { Watch } from '@turnfleet/testing/watch';
import { Committed, ModelledMember } from './modelled-member.ts';

const record = (offset: bigint) => ({
  ...{ topic: 't', partition: 0, offset, key: null, value: null, headers: {}, timestamp: 0 },
});

describe('what a member of a modelled group finds wrong', () => {
  const committed = new Committed();
  const assigned = async (start: bigint): Promise<ModelledMember> => {
    const member = new ModelledMember(new Watch(1_000), committed);
    await member.assigned([{ partition: 0, start, kept: false }]);
    return member;
  };
  committed.acknowledged(new Map([[0, 5n]]));

  it('is nothing in an assignment from where the group stands, each offset once', async () => {
    const member = await assigned(5n);
    member.deliver(0, [record(5n), record(6n)]);
    expect([member.breaches, member.done]).toEqual([[], new Map([[0, 7n]])]);
  });

  it('is an assignment that begins before what was committed', async () => {
    expect((await assigned(4n)).breaches).toEqual(['partition 0 began at 4, committed was 5']);
  });

  it.each([[6n], [4n]])('is offset %i where 5 is next: a gap, or a repeat', async (offset) => {
    const member = await assigned(5n);
    member.deliver(0, [record(offset)]);
    expect(member.breaches).toEqual([`partition 0: ${offset} was delivered, 5 is next`]);
  });
});
