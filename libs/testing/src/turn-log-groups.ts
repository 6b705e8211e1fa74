import { describe, expect } from '@jest/globals';
import { RecordingMember } from './recording-member.ts';
import { newGroup, type TurnLogScene, valuesOf } from './turn-log-scene.ts';

/** Who gets which records, and where they start. */
export function groupsContract(scene: TurnLogScene): void {
  const { log, createTopic, watch, example, join, appendAll, untilBalanced, untilDelivered } = scene;

  describe('a group', () => {
    example('begins with the oldest record', async () => {
      const topic = await createTopic(1);
      await appendAll(topic, 0, ['a', 'b']);
      const { member } = await join(newGroup(), topic);
      await untilDelivered(member, 0, 2);
      expect(member.owned.get(0)).toEqual({ partition: 0, start: 0n, kept: false });
      expect(valuesOf(member.records)).toEqual(['a', 'b']);
    });

    example('gives no record of a partition before its assignment was taken in', async () => {
      const topic = await createTopic(1);
      await appendAll(topic, 0, ['a']);
      const member = new RecordingMember(watch, () =>
        log()
          .partitionsOf(topic)
          .then(() => undefined),
      );
      await join(newGroup(), topic, member);
      await untilDelivered(member, 0, 1);
    });

    example('shares all partitions evenly', async () => {
      const topic = await createTopic(24);
      for (let partition = 0; partition < 24; partition++) await appendAll(topic, partition, [`p${partition}`]);
      const group = newGroup();
      const one = await join(group, topic);
      const two = await join(group, topic);
      const three = await join(group, topic);
      await untilBalanced(24, one.member, two.member, three.member);
      const delivered = (): Set<string> => new Set([one, two, three].flatMap(({ member }) => valuesOf(member.records)));
      await watch.until('every partition was delivered', () => delivered().size === 24);
    });

    example('lets a member keep what it does not have to give away', async () => {
      const topic = await createTopic(4);
      const group = newGroup();
      const old = await join(group, topic);
      await untilBalanced(4, old.member);
      const added = await join(group, topic);
      await untilBalanced(4, old.member, added.member);
      await watch.until('the old member was told what it keeps', () => {
        return [...old.member.owned.values()].every(({ kept }) => kept);
      });
      expect([...added.member.owned.values()].map(({ kept }) => kept)).toEqual([false, false]);
      expect(old.member.revocations.toSorted()).toEqual([...added.member.owned.keys()].toSorted());
    });

    example('loses no record of a partition that is kept', async () => {
      const topic = await createTopic(2);
      const group = newGroup();
      const old = await join(group, topic);
      await untilBalanced(2, old.member);
      const appended = appendAll(topic, 0, ['a', 'b', 'c', 'd', 'e', 'f']).then(() => appendAll(topic, 1, ['z']));
      const added = await join(group, topic);
      await untilBalanced(2, old.member, added.member);
      await appended;
      const [owner, other] = old.member.owned.has(0) ? [old.member, added.member] : [added.member, old.member];
      await watch.until('both partitions arrived whole', () => {
        return new Set(owner.offsets(0)).size >= 6 && new Set(other.offsets(1)).size >= 1;
      });
    });

    example(
      'leaves a member without partitions when there are too few, and gives it those of one that leaves',
      async () => {
        const topic = await createTopic(1);
        const group = newGroup();
        const first = await join(group, topic);
        await untilBalanced(1, first.member);
        const second = await join(group, topic);
        await appendAll(topic, 0, ['a']);
        await watch.until(
          'one of two got the record',
          () => first.member.records.length + second.member.records.length > 0,
        );
        const [owner, idle] = first.member.owned.has(0) ? [first, second] : [second, first];
        expect(idle.member.records).toEqual([]);
        await owner.leave();
        await untilDelivered(idle.member, 0, 1);
      },
    );

    example('does not know of another group', async () => {
      const topic = await createTopic(1);
      await appendAll(topic, 0, ['a', 'b']);
      const one = await join(newGroup(), topic);
      await untilDelivered(one.member, 0, 2);
      await one.membership.commit(new Map([[0, 2n]]));
      const other = await join(newGroup(), topic);
      await untilDelivered(other.member, 0, 2);
      expect(other.member.owned.get(0)?.start).toBe(0n);
    });
  });
}
