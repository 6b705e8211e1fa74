import { abridgedDeadLetter, encodeDeadLetter, topics } from '@turnfleet/contract/events';
import { type Logger, TurnfleetError } from '@turnfleet/core';
import { isRecordTooLarge, type LogRecord, type TurnLog } from '@turnfleet/turn-engine';
import { allOf } from './all-of.ts';
import type { RebuildMetrics } from './rebuild-metrics.ts';

interface KeepUnreadableDeps {
  readonly append: TurnLog['append'];
  readonly holds: () => Promise<void>;
  readonly logger: Logger;
  readonly metrics: Pick<RebuildMetrics, 'unreadable'>;
}

const keptAtOnce = 64;

/**
 * Records of `chat.conversations` that this version cannot read: their conversations go on with what else is known of them, so
 * compaction may remove them one day. They are counted, said, and kept among the dead letters, byte for byte.
 */
export async function keepUnreadable(
  { append, holds, logger, metrics }: KeepUnreadableDeps,
  partition: number,
  records: readonly LogRecord[],
): Promise<void> {
  const [first] = records;
  if (!first) return;
  metrics.unreadable(records.length);
  const keep = async (record: LogRecord): Promise<void> => {
    const letter = encodeDeadLetter(record, unreadable, 1, partition);
    await holds();
    await append(letter).catch((error: unknown) => {
      if (!isRecordTooLarge(error)) throw error;
      return append(abridgedDeadLetter(letter));
    });
  };
  for (let from = 0; from < records.length; from += keptAtOnce)
    await allOf(records.slice(from, from + keptAtOnce).map(keep));
  logger.error(
    { topic: topics.conversations, partition, records: records.length, offset: String(first.offset) },
    'snapshots could not be read: another version or another producer wrote them; their conversations may have lost their history. They are among the dead letters',
  );
}

const unreadable = new TurnfleetError(
  'internal',
  'A snapshot could not be read: another version or another producer wrote it.',
);
