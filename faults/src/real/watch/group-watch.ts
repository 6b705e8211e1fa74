import kafkajs from 'kafkajs';

const { AssignerProtocol, Kafka, logLevel } = kafkajs;

/** Partitions of `chat.turns` by member of the group. */
export type Ownership = ReadonlyMap<string, readonly number[]>;

export interface GroupWatch {
  /** Null while the group is rebalancing, or its coordinator is away. */
  ownership(): Promise<Ownership | null>;
  close(): Promise<void>;
}

export async function watchGroup(brokers: string, groupId: string): Promise<GroupWatch> {
  const kafka = new Kafka({ clientId: 'faults-group', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  return {
    ownership: async () => {
      const found = await admin.describeGroups([groupId]).catch(() => null);
      const group = found?.groups[0];
      if (group?.state !== 'Stable') return null;
      return new Map(
        group.members.map(({ memberId, memberAssignment }) => [
          memberId,
          Object.values(AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment ?? {}).flat(),
        ]),
      );
    },
    close: () => admin.disconnect(),
  };
}
