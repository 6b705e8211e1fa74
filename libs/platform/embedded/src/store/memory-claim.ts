import { type Claim, otherPartitions } from '@turnfleet/conversation';
import { appliedTo } from './memory-positions.ts';
import type { Worker } from './worker.ts';

export function claimIn(worker: Worker, partition: number, logged = 0): Claim {
  const { memory } = worker;
  memory.data.partitions ??= worker.partitions;
  if (memory.data.partitions !== worker.partitions) throw otherPartitions(memory.data.partitions, worker.partitions);
  const meta = memory.data.metas.get(partition);
  if (!meta) return { kind: 'lost' };
  const isLower = meta.generation < logged || worker.hasGoneBack(partition, meta);
  const rolledBack = meta.serverRun !== memory.serverRun || meta.behind || isLower;
  if (rolledBack) {
    const known = Math.max(meta.generation, worker.generationSeen(partition), logged);
    meta.generation = Math.max(known + 1, memory.clock.now());
    meta.behind = true;
  }
  meta.epoch++;
  meta.owner = worker.id;
  meta.serverRun = memory.serverRun;
  worker.countWrite(partition, meta);
  const fence = { partition, epoch: meta.epoch, generation: meta.generation };
  return { kind: 'claimed', fence, applied: appliedTo(meta), rolledBack };
}
