import { type Clock, type RetryPolicy, retry } from '@turnfleet/core';
import type { Broker, Cluster } from 'kafkajs';
import { codeOf, isTransient, kafkaError } from '../errors.ts';
import { defaultRetry, electionRetry } from '../retry.ts';

/** Who commits: the coordinator refuses another member's, or an older generation's. */
export interface Identity {
  readonly memberId: string;
  readonly generation: number;
}

export interface GroupOffsets {
  /** The committed offset of each partition that has one. */
  committed(partitions: readonly number[]): Promise<ReadonlyMap<number, bigint>>;
  commit(as: Identity, offsets: ReadonlyMap<number, bigint>): Promise<void>;
}

/**
 * Committed offsets, over the log's own connection: on the consumer's they would wait behind a rebalance. kafkajs'
 * `commitOffsets` repeats a refused commit with the generation of the next assignment, even for partitions that were
 * lost in between (issue 1046), and does nothing, successfully, while the consumer is down.
 */
export function groupOffsets(cluster: Cluster, clock: Clock, group: string, topic: string): GroupOffsets {
  let coordinator: Broker | undefined;

  function ask<T>(doing: string, policy: RetryPolicy, request: (coordinator: Broker) => Promise<T>): Promise<T> {
    return retry(clock, policy, isTransient, async () => {
      try {
        coordinator ??= await cluster.findGroupCoordinator({ groupId: group });
        return await request(coordinator);
      } catch (error) {
        coordinator = undefined;
        // Brokers that went away are found again only through fresh metadata.
        if (isTransient(error)) await cluster.connect().then(() => cluster.refreshMetadata());
        throw error;
      }
    }).catch((error: unknown) => {
      throw kafkaError(error, doing);
    });
  }

  return {
    async committed(partitions) {
      const topics = [{ topic, partitions: partitions.map((partition) => ({ partition, offset: '-1' })) }];
      const answer = await ask('tell the committed offsets', electionRetry, (broker) =>
        broker.offsetFetch({ groupId: group, topics }),
      );
      const all = answer.responses.flatMap((one) => one.partitions);
      return new Map(
        all.map((one) => [one.partition, BigInt(one.offset)] as const).filter(([, offset]) => offset >= 0n),
      );
    },
    async commit({ memberId, generation }, offsets) {
      const partitions = [...offsets].map(([partition, offset]) => ({ partition, offset: String(offset) }));
      const request = { groupId: group, memberId, groupGenerationId: generation, topics: [{ topic, partitions }] };
      await ask('take a commit', defaultRetry, (broker) => broker.offsetCommit(request));
    },
  };
}

/** The group is, or was, between two generations: whether the partition stays is known only after the next join. */
export function isBetweenGenerations(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'REBALANCE_IN_PROGRESS' || code === 'ILLEGAL_GENERATION';
}
