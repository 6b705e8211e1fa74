import { describe, expect } from '@jest/globals';
import { newGroup, type TurnLogScene, valuesOf } from './turn-log-scene.ts';

/** What a member of a group may do, and what is refused. */
export function membersContract(scene: TurnLogScene): void {
  const { createTopic, watch, patienceMs, example, join, appendAll, untilBalanced, untilDelivered } = scene;

  describe('commit', () => {
    example('is where the next owner starts', async () => {
      const topic = await createTopic(1);
      const group = newGroup();
      await appendAll(topic, 0, ['a', 'b', 'c', 'd']);
      const first = await join(group, topic);
      await untilDelivered(first.member, 0, 4);
      await first.membership.commit(new Map([[0, 2n]]));
      await first.leave();
      const second = await join(group, topic);
      await untilDelivered(second.member, 0, 2);
      expect(second.member.owned.get(0)).toEqual({ partition: 0, start: 2n, kept: false });
      expect(valuesOf(second.member.records)).toEqual(['c', 'd']);
    });

    example('that never came lets the next owner have everything again', async () => {
      const topic = await createTopic(2);
      const group = newGroup();
      await appendAll(topic, 0, ['a', 'b']);
      await appendAll(topic, 1, ['x', 'y']);
      const first = await join(group, topic);
      await untilBalanced(2, first.member);
      const second = await join(group, topic);
      await untilBalanced(2, first.member, second.member);
      const lost = [...second.member.owned.keys()][0] ?? -1;
      await untilDelivered(second.member, lost, 2);
      const before = first.member.records.length;
      await second.leave();
      await watch.until('the records of the one that left came again', () => {
        const again = first.member.records.slice(before).filter(({ partition }) => partition === lost);
        return new Set(again.map(({ offset }) => offset)).size === 2;
      });
    });

    example('that never came lets a member that keeps the partition have everything again, too', async () => {
      const topic = await createTopic(2);
      const group = newGroup();
      await appendAll(topic, 0, ['a', 'b', 'c']);
      await appendAll(topic, 1, ['x', 'y', 'z']);
      const old = await join(group, topic);
      await untilDelivered(old.member, 0, 3);
      await untilDelivered(old.member, 1, 3);
      await old.membership.commit(
        new Map([
          [0, 1n],
          [1, 1n],
        ]),
      );
      const added = await join(group, topic);
      await untilBalanced(2, old.member, added.member);
      const kept = [...old.member.owned.keys()][0] ?? -1;
      await watch.until('delivery started again at the committed offset', () => old.member.offsets(kept).length >= 5);
      expect(old.member.owned.get(kept)).toEqual({ partition: kept, start: 1n, kept: true });
      expect(old.member.offsets(kept)).toEqual([0n, 1n, 2n, 1n, 2n]);
    });

    example('of a partition that another member owns by now is fenced', async () => {
      const topic = await createTopic(2);
      const group = newGroup();
      await appendAll(topic, 0, ['a', 'b']);
      await appendAll(topic, 1, ['x', 'y']);
      const old = await join(group, topic);
      await untilDelivered(old.member, 0, 2);
      await untilDelivered(old.member, 1, 2);
      const added = await join(group, topic);
      await untilBalanced(2, old.member, added.member);
      const lost = [...added.member.owned.keys()][0] ?? -1;
      await expect(old.membership.commit(new Map([[lost, 2n]]))).rejects.toMatchObject({ kind: 'fenced' });
      await old.membership.commit(new Map([[1 - lost, 2n]]));
      await added.leave();
      await untilBalanced(2, old.member);
      expect(old.member.owned.get(lost)).toEqual({ partition: lost, start: 0n, kept: false });
      expect(old.member.owned.get(1 - lost)).toEqual({ partition: 1 - lost, start: 2n, kept: true });
    });

    example('of a member that left is fenced', async () => {
      const topic = await createTopic(1);
      const group = newGroup();
      await appendAll(topic, 0, ['a']);
      const first = await join(group, topic);
      await untilDelivered(first.member, 0, 1);
      await first.leave();
      const second = await join(group, topic);
      await untilBalanced(1, second.member);
      await expect(first.membership.commit(new Map([[0, 1n]]))).rejects.toMatchObject({ kind: 'fenced' });
    });
  });

  describe('a member', () => {
    example('gets nothing of a paused partition, and all of it once resumed', async () => {
      const topic = await createTopic(2);
      const { member, membership } = await join(newGroup(), topic);
      await untilBalanced(2, member);
      await appendAll(topic, 0, ['a']);
      await untilDelivered(member, 0, 1);
      membership.pause(0);
      membership.pause(0);
      await appendAll(topic, 0, ['b', 'c']);
      await appendAll(topic, 1, ['x']);
      await untilDelivered(member, 1, 1);
      await appendAll(topic, 1, ['y']);
      await untilDelivered(member, 1, 2);
      expect(member.offsets(0)).toEqual([0n]);
      membership.resume(0);
      membership.resume(0);
      await untilDelivered(member, 0, 3);
      expect(member.offsets(0)).toEqual([0n, 1n, 2n]);
    });

    example('gets nothing after it left', async () => {
      const topic = await createTopic(2);
      const group = newGroup();
      const gone = await join(group, topic);
      const stays = await join(group, topic);
      await untilBalanced(2, gone.member, stays.member);
      await gone.leave();
      await untilBalanced(2, stays.member);
      await appendAll(topic, 0, ['a']);
      await appendAll(topic, 1, ['x']);
      await untilDelivered(stays.member, 0, 1);
      await untilDelivered(stays.member, 1, 1);
      expect(gone.member.records).toEqual([]);
    });

    example('is confirmed by the group while it is in it', async () => {
      const topic = await createTopic(1);
      const { member, membership } = await join(newGroup(), topic);
      await untilBalanced(1, member);
      expect(membership.sinceHeartbeatMs()).toBeGreaterThanOrEqual(0);
      expect(membership.sinceHeartbeatMs()).toBeLessThan(patienceMs);
    });
  });
}
