import { TurnfleetError } from '@turnfleet/core';
import type { NewRecord, TurnLog } from '@turnfleet/turn-engine';

/** A log that only takes records, until it is said to be away. */
export function recordingLog() {
  const records: NewRecord[] = [];
  const state = { away: false, hanging: false };
  const unused = (): never => {
    throw new Error('The ingress only appends.');
  };
  const log: TurnLog = {
    append: (record) => {
      if (state.hanging) return new Promise(() => {});
      if (state.away) return Promise.reject(new TurnfleetError('overloaded', 'Kafka cannot be reached.'));
      records.push(record);
      return Promise.resolve({ offset: BigInt(records.length - 1) });
    },
    partitionsOf: unused,
    recordLimit: unused,
    join: unused,
    read: unused,
    endOf: unused,
    close: () => Promise.resolve(),
  };
  return { log, records, state };
}
