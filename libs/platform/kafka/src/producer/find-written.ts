import type { LogRecord, NewRecord, TurnLog } from '@turnfleet/turn-engine';
import { isTransient } from '../errors.ts';
import type { PartitionBatch, Pending } from './micro-batcher.ts';

/** The offset of a batch's first record, if an earlier request for it wrote it all the same; else undefined. */
export type FindWritten = (batch: PartitionBatch) => Promise<bigint | undefined>;

interface FindWrittenDeps {
  /** The oldest record with this timestamp (Unix milliseconds) or a later one; undefined if there is none. */
  readonly since: (topic: string, partition: number, timestamp: number) => Promise<bigint | undefined>;
  readonly read: TurnLog['read'];
}

/**
 * Between two requests for one batch, others write little. More than this is between them only if somebody's timestamps
 * are far in the future; then the batch is sent again, and may be in the log twice.
 */
const mostRecords = 10_000;

/**
 * Looks for a batch in the log, from its timestamp on. It is there as a whole or not at all, as Kafka writes the records
 * that one request has for a partition as one. A leader that has just been elected answers when it knows what is
 * committed (KIP-207), so what is not found then is not there.
 */
export function findWrittenIn({ since, read }: FindWrittenDeps): FindWritten {
  async function find({ topic, partition, pending }: PartitionBatch): Promise<bigint | undefined> {
    const from = await since(topic, partition, Math.min(...pending.map(({ at }) => at)));
    if (from === undefined) return undefined;
    const seen: LogRecord[] = [];
    for await (const record of read(topic, partition, from)) {
      if (seen.push(record) === mostRecords) break;
    }
    return seen.find((_, i) => pending.every((one, k) => isIt(seen[i + k], one)))?.offset;
  }
  return (batch) =>
    find(batch).catch((error: unknown) => {
      if (isTransient(error)) throw error;
      // What cannot be read tells nothing: to be in the log twice is better than not at all.
      return undefined;
    });
}

function isIt(found: LogRecord | undefined, { record, at }: Pending): boolean {
  return found?.timestamp === at && isSame(found.key, record.key) && isSame(found.value, record.value);
}

function isSame(a: NewRecord['value'], b: NewRecord['value']): boolean {
  return a === null || b === null ? a === b : Buffer.compare(a, b) === 0;
}
