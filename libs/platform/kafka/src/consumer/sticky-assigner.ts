import { assignSticky } from '@turnfleet/turn-engine';
import { AssignerProtocol, type GroupMember, type PartitionAssigner } from 'kafkajs';
import { z } from 'zod';

const name = 'turnfleet-sticky';
const version = 1;

/** What a member tells the leader of its group when it joins. */
export interface OwnedClaim {
  readonly generation: number;
  readonly owned: readonly number[];
}

/** A member as the leader of the group knows it. */
export interface Claimant {
  readonly id: string;
  /** What it owned when it joined. */
  readonly owned: readonly number[];
  /** The generation in which it owned that; of two members that claim a partition, the younger claim counts. */
  readonly generation: number;
}

const claimSchema = z.object({ generation: z.int(), owned: z.array(z.int()) });

/** kafkajs has only round robin, which moves most partitions at each rebalance. `claim` is asked at every join. */
export function stickyAssigner(claim: () => OwnedClaim): PartitionAssigner {
  return ({ cluster }) => ({
    name,
    version,
    protocol: ({ topics }) => ({
      name,
      metadata: AssignerProtocol.MemberMetadata.encode({
        version,
        topics,
        userData: Buffer.from(JSON.stringify(claim())),
      }),
    }),
    assign: async ({ members, topics }) => {
      const claimants = members.map(claimantOf);
      const byTopic = topics.map((topic) => {
        const partitions = cluster.findTopicPartitionMetadata(topic).length;
        return [topic, shareOut(partitions, claimants)] as const;
      });
      return members.map(({ memberId }) => {
        const assignment = Object.fromEntries(
          byTopic.map(([topic, shares]) => [topic, [...(shares.get(memberId) ?? [])]]),
        );
        const userData = Buffer.alloc(0);
        return {
          memberId,
          memberAssignment: AssignerProtocol.MemberAssignment.encode({ version, assignment, userData }),
        };
      });
    },
  });
}

/** Partitions 0 … `partitions` - 1, each to one member; the same members, in any order, get the same. */
export function shareOut(partitions: number, members: readonly Claimant[]): ReadonlyMap<string, readonly number[]> {
  const youngestFirst = members.toSorted((a, b) => b.generation - a.generation || compare(a.id, b.id));
  return assignSticky(
    partitions,
    youngestFirst.map(({ id, owned }) => ({ id, has: owned.toSorted((a, b) => a - b) })),
  );
}

/** By code unit: the same on every machine, whatever its locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function claimantOf({ memberId, memberMetadata }: GroupMember): Claimant {
  const { generation, owned } = readClaim(AssignerProtocol.MemberMetadata.decode(memberMetadata)?.userData);
  return { id: memberId, generation, owned };
}

/** A claim that cannot be read is none: the member then gets what is left. */
function readClaim(userData: Buffer | null | undefined): OwnedClaim {
  const nothing: OwnedClaim = { generation: -1, owned: [] };
  if (!userData || userData.length === 0) return nothing;
  try {
    const parsed = claimSchema.safeParse(JSON.parse(userData.toString()));
    return parsed.success ? parsed.data : nothing;
  } catch {
    return nothing;
  }
}
