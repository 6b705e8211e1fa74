import { type Claim, otherPartitions } from '@turnfleet/conversation';
import type { MemoryClient } from './memory-client.ts';
import { appliedTo } from './memory-positions.ts';

export function claimInMemory(client: MemoryClient, partition: number, logged = 0): Claim {
  const { memory } = client;
  memory.data.partitions ??= client.partitions;
  if (memory.data.partitions !== client.partitions) throw otherPartitions(memory.data.partitions, client.partitions);
  const meta = memory.data.metas.get(partition);
  if (!meta) return { kind: 'lost' };
  const isLower = meta.generation < logged || client.hasGoneBack(partition, meta);
  const rolledBack = meta.serverRun !== memory.serverRun || meta.behind || isLower;
  if (rolledBack) {
    const known = Math.max(meta.generation, client.generationSeen(partition), logged);
    meta.generation = Math.max(known + 1, memory.clock.now());
    meta.behind = true;
  }
  meta.epoch++;
  meta.owner = client.id;
  meta.serverRun = memory.serverRun;
  client.countWrite(partition, meta);
  const fence = { partition, epoch: meta.epoch, generation: meta.generation };
  return { kind: 'claimed', fence, applied: appliedTo(meta), rolledBack };
}
