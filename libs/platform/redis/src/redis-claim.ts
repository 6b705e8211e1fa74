import { type Claim, otherPartitions } from '@turnfleet/conversation';
import type { RedisContext } from './redis-context.ts';
import { claimScript, spreadScript } from './store-scripts.ts';

/** Takes a partition under a new epoch, unless the store has lost it. */
export async function claimIn(context: RedisContext, partition: number, known = 0): Promise<Claim> {
  const { redis, keys, client, partitions } = context;
  const seen = client.seen(partition);
  const names = keys.ofPartition(partition);
  const args = [client.id, redis.server(names), redis.now(names), seen.generation, seen.writes, partitions, known];
  const [kind, writes, ...rest] = await redis.run(claimScript, names, args);
  if (kind === 'other') throw otherPartitions(Number(rest[0]), partitions);
  // Who restores it says for all partitions how many there are, or finds out that somebody has.
  if (kind === 'lost') {
    await agree(context);
    return { kind };
  }
  const [generation, epoch, conversations = '', replies = '', rolledBack] = rest;
  const fence = { partition, generation: Number(generation), epoch: Number(epoch) };
  client.saw(partition, { generation: fence.generation, writes: Number(writes) });
  const applied = { conversations: BigInt(conversations), replies: BigInt(replies) };
  return { kind: 'claimed', fence, applied, rolledBack: rolledBack === '1' };
}

/** Says over how many partitions the store is spread, or finds out that somebody has; throws if that is another number. */
export async function agree({ redis, keys, partitions }: RedisContext): Promise<void> {
  const [spread] = await redis.run(spreadScript, keys.store, [partitions]);
  if (Number(spread) !== partitions) throw otherPartitions(Number(spread), partitions);
}
