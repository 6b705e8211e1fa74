import { type Fence, fenced, homeUnder } from '@turnfleet/conversation';
import type { Memory } from './memory.ts';
import type { Meta } from './memory-data.ts';

/** One worker's view of the memory: what it has seen of each partition, so that it notices when the memory goes back. */
export class MemoryClient {
  readonly memory: Memory;
  /** Nobody else's. */
  readonly id: number;
  /** How many partitions it counts. */
  readonly partitions: number;
  readonly #seen = new Map<number, { readonly generation: number; readonly writes: number }>();

  constructor(memory: Memory, id: number, partitions = memory.partitions) {
    this.memory = memory;
    this.id = id;
    this.partitions = partitions;
  }

  /** The meta record under a fence that is current; else `fenced`. */
  check(conversationId: string, fence: Fence): Meta {
    return this.checkPartition(homeUnder(fence, conversationId, this.memory.partitions), fence);
  }

  checkPartition(partition: number, { generation, epoch }: Fence): Meta {
    const meta = this.memory.data.metas.get(partition);
    const current =
      meta?.generation === generation &&
      meta.epoch === epoch &&
      meta.owner === this.id &&
      meta.serverRun === this.memory.serverRun &&
      !this.hasGoneBack(partition, meta);
    if (!meta || !current) throw fenced(partition);
    return meta;
  }

  countWrite(partition: number, meta: Meta): void {
    meta.writes++;
    this.#seen.set(partition, { generation: meta.generation, writes: meta.writes });
  }

  /** The generation that the worker last wrote in, 0 if in none. */
  generationSeen(partition: number): number {
    return this.#seen.get(partition)?.generation ?? 0;
  }

  /** Whether this worker has seen a later state of the partition. */
  hasGoneBack(partition: number, { generation, writes }: Meta): boolean {
    const seen = this.#seen.get(partition);
    if (!seen || seen.generation < generation) return false;
    return seen.generation > generation || seen.writes > writes;
  }
}
