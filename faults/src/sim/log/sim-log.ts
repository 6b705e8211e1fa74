import { type LogRecord, type TurnLog, unsent, waitedTooLong } from '@turnfleet/turn-engine';
import type { Link } from '../process/link.ts';
import type { SimProcess } from '../process/sim-process.ts';
import type { Cluster } from './cluster.ts';
import { GroupMemberClient } from './group-member.ts';
import type { RefusedWrites } from './refused-writes.ts';

const recordsPerRead = 100;

/**
 * The log as one process has it before it. A process that is frozen as it appends has the record in its socket, or still
 * before the look at its age. Nobody sleeps in the socket for `sleepsMs`, as long as conversations live (docs/adr/0079).
 */
export function createSimLog(
  process: SimProcess,
  link: Link,
  cluster: Cluster,
  writes: RefusedWrites,
  sleepsMs: number,
): TurnLog {
  const memberships: GroupMemberClient[] = [];
  return {
    partitionsOf: (topic) => link.call('metadata', () => cluster.partitionsOf(topic).length),
    recordLimit: (topic) => link.call('metadata', () => cluster.recordLimit(topic)),
    async join(group, topic, member) {
      await link.call('metadata', () => {
        cluster.requireBroker();
        cluster.partitionsOf(topic);
      });
      const membership = new GroupMemberClient(process, link, cluster, group, topic, member);
      memberships.push(membership);
      return membership;
    },
    async append(record) {
      const append = (): bigint => {
        if (cluster.refusingWrites) writes.refused();
        const offset = cluster.append(record);
        writes.taken();
        return offset;
      };
      const { clock } = process;
      const at = clock.now();
      const isLate = (): boolean => waitedTooLong(at, clock.now(), Math.max(cluster.sessionMs, sleepsMs));
      const offset = await link.call(`append ${record.topic}`, append, () => (isLate() ? unsent() : null));
      return { offset };
    },
    async *read(topic, partition, from): AsyncGenerator<LogRecord> {
      const end = await link.call('end offset', () => {
        cluster.requireLeader(topic, partition);
        return cluster.partition(topic, partition).end;
      });
      let next = from;
      while (next < end) {
        const records = await link.call(`read ${topic}`, () => {
          cluster.requireLeader(topic, partition);
          return cluster.partition(topic, partition).slice(next, recordsPerRead);
        });
        const wanted = records.filter(({ offset }) => offset < end);
        yield* wanted;
        next = (wanted.at(-1)?.offset ?? end) + 1n;
      }
    },
    endOf: (topic, partition) =>
      link.call('end offset', () => {
        cluster.requireLeader(topic, partition);
        return cluster.partition(topic, partition).end;
      }),
    close: async () => {
      await Promise.all(memberships.map((membership) => membership.leave()));
    },
  };
}
