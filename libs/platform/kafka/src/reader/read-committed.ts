import type { KafkaMessage } from 'kafkajs';

/** A message with what kafkajs knows of the batch that it came in. */
export type FetchedMessage = KafkaMessage & {
  readonly isControlRecord: boolean;
  readonly batchContext: {
    readonly firstOffset: string;
    readonly lastOffsetDelta: number;
    readonly producerId: string;
    readonly inTransaction: boolean;
  };
};

export interface AbortedTransaction {
  readonly producerId: string;
  readonly firstOffset: string;
}

/** Control records: version, then type; type 0 ends an aborted transaction, type 1 a committed one. */
const abortMarker = Buffer.from([0, 0, 0, 0]);

/** Without the records of aborted transactions and the markers; in the order of their offsets. */
export function committedOf(
  messages: readonly FetchedMessage[],
  aborted: readonly AbortedTransaction[],
): FetchedMessage[] {
  const begin = aborted
    .map(({ producerId, firstOffset }) => ({ producerId, from: BigInt(firstOffset) }))
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const open = new Set<string>();
  return messages.filter((message) => {
    while (begin[0] && begin[0].from <= BigInt(message.offset)) open.add(begin.shift()?.producerId ?? '');
    const { producerId, inTransaction } = message.batchContext;
    if (message.isControlRecord) {
      if (message.key?.equals(abortMarker)) open.delete(producerId);
      return false;
    }
    return !(inTransaction && open.has(producerId));
  });
}
