import { type DecodedTurn, decodeTurn } from '@turnfleet/contract/events';
import type { Clock } from '@turnfleet/core';
import type { LogRecord } from '@turnfleet/turn-engine';

export type Decode = (record: LogRecord) => DecodedTurn;

/**
 * Decodes every record once, although its lane is asked for before its turn comes. One without a time (Kafka says -1) counts
 * from when it is first asked for: when it arrives here.
 */
export function recordDecoder(clock: Clock, turnDeadlineMs: number): Decode {
  const decoded = new WeakMap<LogRecord, DecodedTurn>();
  return (record) => {
    const before = decoded.get(record);
    if (before) return before;
    const timestamp = record.timestamp >= 0 ? record.timestamp : clock.now();
    const now = decodeTurn({ ...record, timestamp }, turnDeadlineMs);
    decoded.set(record, now);
    return now;
  };
}
