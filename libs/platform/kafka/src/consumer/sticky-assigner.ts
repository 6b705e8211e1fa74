import { AssignerProtocol, type GroupMember, type PartitionAssigner } from 'kafkajs';
import { z } from 'zod';
import { type Claimant, shareOut } from './share-out.ts';

const name = 'turnfleet-sticky';
const version = 1;

/** What a member tells the leader of its group when it joins. */
export interface Claim {
  readonly generation: number;
  readonly owned: readonly number[];
}

const claimSchema = z.object({ generation: z.int(), owned: z.array(z.int()) });

/** kafkajs has only round robin, which moves most partitions at each rebalance. `claim` is asked at every join. */
export function stickyAssigner(claim: () => Claim): PartitionAssigner {
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

function claimantOf({ memberId, memberMetadata }: GroupMember): Claimant {
  const { generation, owned } = readClaim(AssignerProtocol.MemberMetadata.decode(memberMetadata)?.userData);
  return { id: memberId, generation, owned };
}

/** A claim that cannot be read is none: the member then gets what is left. */
function readClaim(userData: Buffer | null | undefined): Claim {
  const nothing: Claim = { generation: -1, owned: [] };
  if (!userData || userData.length === 0) return nothing;
  try {
    const parsed = claimSchema.safeParse(JSON.parse(userData.toString()));
    return parsed.success ? parsed.data : nothing;
  } catch {
    return nothing;
  }
}
