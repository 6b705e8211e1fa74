import type { Fence } from '@turnfleet/conversation';
import { type Gap, TopicPositions } from './topic-positions.ts';

/** How far this worker knows `chat.conversations` of the partitions it owns. What is of an earlier fence is nobody's. */
export interface ReadPositions {
  /** The partition is owned under this fence from now on; everything below `read`, and in `chat.replies` below `replies`, has been read. */
  took(fence: Fence, read: bigint, replies: bigint): void;
  /** A record of this owner stands at this offset. */
  wrote(fence: Fence, offset: bigint): void;
  /** What somebody else wrote between this owner's records, and it has not read; null if there is nothing. */
  gap(fence: Fence): Gap | null;
  /** Everything below `offset` has been read. */
  readUpTo(fence: Fence, offset: bigint): void;
  /** Everything below it was read or written by this owner; null if the fence is over. */
  position(fence: Fence): bigint | null;
  /** Where this owner has not read `chat.replies`; null if the fence is over. */
  repliesFrom(fence: Fence): bigint | null;
}

export function createReadPositions(): ReadPositions {
  const logs = new Map<number, { readonly fence: Fence; readonly log: TopicPositions; readonly replies: bigint }>();
  const ownedUnder = ({ partition, generation, epoch }: Fence) => {
    const known = logs.get(partition);
    return known?.fence.generation === generation && known.fence.epoch === epoch ? known : null;
  };
  const logOf = (fence: Fence): TopicPositions | null => ownedUnder(fence)?.log ?? null;
  return {
    took: (fence, read, replies) => void logs.set(fence.partition, { fence, log: new TopicPositions(read), replies }),
    wrote: (fence, offset) => logOf(fence)?.wrote(offset),
    gap: (fence) => logOf(fence)?.gap ?? null,
    readUpTo: (fence, offset) => logOf(fence)?.readUpTo(offset),
    position: (fence) => logOf(fence)?.position ?? null,
    repliesFrom: (fence) => ownedUnder(fence)?.replies ?? null,
  };
}
