import { type HeaderValue, headerValues, type RecordHeaders, recordSize } from '@turnfleet/contract/events';
import type { LogRecord, NewRecord } from '@turnfleet/turn-engine';
import type { IHeaders, KafkaMessage, Message } from 'kafkajs';
import { valuesUnder } from './client/header-names.ts';
import { noValue } from './patches/headers-without-value.ts';

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

function toHeaders(headers: IHeaders | undefined): RecordHeaders {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, given]) => [name, toHeader(given)]));
}

/** kafkajs takes what every object has, such as `constructor`, for a value that came before under that name. */
function toHeader(given: unknown): HeaderValue {
  const [first = null, ...more] = [given].flat().filter((value) => value === null || Buffer.isBuffer(value));
  return more.length > 0 ? [first, ...more] : first;
}

/** `timestamp`: Unix milliseconds. */
export function toMessage(record: NewRecord, timestamp: number): Message {
  return {
    partition: record.partition,
    key: record.key && asBuffer(record.key),
    value: record.value && asBuffer(record.value),
    headers: Object.fromEntries(
      Object.entries(record.headers).map(([name, header]) => [
        name,
        valuesUnder(name, headerValues(header).map(asHeader)),
      ]),
    ),
    timestamp: String(timestamp),
  };
}

/** The same bytes, not a copy. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function asHeader(value: Uint8Array | null): Buffer {
  return value === null ? noValue : asBuffer(value);
}

/** About what a record takes in a request. */
export const sizeOf = (record: NewRecord): number => recordSize(record);
