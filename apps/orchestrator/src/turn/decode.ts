import { type DecodedTurn, decodeTurn } from '@turnfleet/contract';
import type { LogRecord } from '@turnfleet/turn-engine';

export type Decode = (record: LogRecord) => DecodedTurn;

/** Decodes every record once, although its lane is asked for before its turn comes. */
export function recordDecoder(turnDeadlineMs: number): Decode {
  const decoded = new WeakMap<LogRecord, DecodedTurn>();
  return (record) => {
    const before = decoded.get(record);
    if (before) return before;
    const now = decodeTurn(record, turnDeadlineMs);
    decoded.set(record, now);
    return now;
  };
}
