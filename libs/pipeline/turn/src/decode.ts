import {
  type DecodedCommand,
  type DecodedTimer,
  type DecodedTurn,
  decodeAgentCommand,
  decodeTimer,
  decodeTurn,
} from '@turnfleet/contract/events';
import type { Clock } from '@turnfleet/core';
import type { LogRecord } from '@turnfleet/turn-engine';

/** A record of `chat.turns`: a turn, one that is none, a timer, or what an agent does. */
export type Decoded = DecodedTurn | DecodedTimer | DecodedCommand;

export type Decode = (record: LogRecord) => Decoded;

/**
 * Decodes every record once, although its lane is asked for before its turn comes. One without a time (Kafka says -1) counts
 * from when it is first asked for: when it arrives here.
 */
export function recordDecoder(clock: Clock, turnDeadlineMs: number): Decode {
  const decoded = new WeakMap<LogRecord, Decoded>();
  return (record) => {
    const before = decoded.get(record);
    if (before) return before;
    const timestamp = record.timestamp >= 0 ? record.timestamp : clock.now();
    const dated = { ...record, timestamp };
    const now = decodeTimer(dated) ?? decodeAgentCommand(dated) ?? decodeTurn(dated, turnDeadlineMs);
    decoded.set(record, now);
    return now;
  };
}
