import type { LogRecord, NewRecord } from '@turnfleet/turn-engine';
import type { IHeaders, KafkaMessage, Message } from 'kafkajs';

export function toRecord(topic: string, partition: number, message: KafkaMessage): LogRecord {
  return {
    topic,
    partition,
    offset: BigInt(message.offset),
    key: message.key,
    value: message.value,
    headers: toHeaders(message.headers),
    timestamp: Number(message.timestamp),
  };
}

/** Of a name sent twice the last value; a header without a value is one that was not sent. */
function toHeaders(headers: IHeaders | undefined): Record<string, Uint8Array> {
  const entries = Object.entries(headers ?? {}).flatMap(([name, given]): [string, Uint8Array][] => {
    const value = Array.isArray(given) ? given.at(-1) : given;
    return value === undefined || value === null
      ? []
      : [[name, typeof value === 'string' ? Buffer.from(value) : value]];
  });
  return Object.fromEntries(entries);
}

/** `now`: Unix milliseconds, the record's timestamp. */
export function toMessage(record: NewRecord, now: number): Message {
  return {
    partition: record.partition,
    key: record.key && asBuffer(record.key),
    value: record.value && asBuffer(record.value),
    headers: Object.fromEntries(Object.entries(record.headers).map(([name, value]) => [name, asBuffer(value)])),
    timestamp: String(now),
  };
}

/** The same bytes, not a copy. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const recordOverheadBytes = 100;

/** About what a record takes in a request. */
export function sizeOf(record: NewRecord): number {
  let bytes = recordOverheadBytes + (record.key?.byteLength ?? 0) + (record.value?.byteLength ?? 0);
  for (const [name, value] of Object.entries(record.headers)) bytes += name.length + value.byteLength + 4;
  return bytes;
}
