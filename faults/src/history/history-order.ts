import type { HistoryEvent } from './history-event.ts';

/** What makes lines a history, beyond each by itself. */
interface HistoryOrder {
  /** What is wrong with the next event, or null. */
  next(event: HistoryEvent): string | null;
  /** What is wrong when nothing comes any more, or null. */
  end(): string | null;
}

/**
 * The rules between lines: `begin` first and once, `end` last, records of a topic's partition in the order of their offsets,
 * readers opened before they hear.
 */
export function historyOrder(): HistoryOrder {
  let partitions = 0;
  let ended = false;
  /** Offset of the last record by topic and partition. */
  const offsets = new Map<string, bigint>();
  const open = new Set<string>();

  const recordProblem = (topic: string, partition: number, offset: string): string | null => {
    const place = `${topic}/${partition}`;
    const before = offsets.get(place);
    if (before !== undefined && BigInt(offset) <= before) {
      return `record ${place}/${offset} stands after ${before}: records of a partition come in the order of their offsets`;
    }
    offsets.set(place, BigInt(offset));
    return null;
  };

  const readerProblem = (event: Extract<HistoryEvent, { reader: string }>): string | null => {
    const { reader } = event;
    if (event.event === 'opened') {
      if (open.has(reader)) return `reader ${reader} is opened twice without a closed between`;
      open.add(reader);
      return null;
    }
    if (!open.has(reader)) return `reader ${reader} is not open here`;
    if (event.event === 'closed') open.delete(reader);
    return null;
  };

  return {
    next: (event) => {
      if (ended) return 'stands after the end line';
      if (event.event === 'begin') {
        if (partitions > 0) return 'is a second begin line: a file holds one history';
        partitions = event.partitions;
        return null;
      }
      if (partitions === 0) return 'stands before the begin line';
      ended = event.event === 'end';
      if ('partition' in event && event.partition !== undefined && event.partition >= partitions) {
        return `partition ${event.partition} is none of the ${partitions} that the begin line names`;
      }
      if (event.event === 'record') return recordProblem(event.topic, event.partition, event.offset);
      return 'reader' in event ? readerProblem(event) : null;
    },
    end: () => {
      if (partitions === 0) return 'has no begin line';
      return ended ? null : 'has no end line: it was cut off, and what is missing cannot be told from what was lost';
    },
  };
}
