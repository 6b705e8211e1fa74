import { isUtf8 } from 'node:buffer';
import { type EventRecord, headerBytes } from '@turnfleet/contract';
import type { HistoryRecord } from './history-event.ts';

/** A record as found in a topic. */
export interface FoundRecord extends EventRecord {
  readonly topic: HistoryRecord['topic'];
  readonly partition: number;
  readonly offset: bigint;
}

const nothing = new Uint8Array();
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** A record as a line of a history: key, value and headers as text if all of them are UTF-8, else all of them in base64. */
export function recordEvent(found: FoundRecord, at: number): HistoryRecord {
  const { topic, partition, offset, key, value } = found;
  const headers = Object.keys(found.headers).flatMap((name) => {
    const bytes = headerBytes(found.headers, name);
    return bytes ? [[name, bytes] as const] : [];
  });
  const isText = [key ?? nothing, value ?? nothing, ...headers.map(([, bytes]) => bytes)].every((bytes) =>
    isUtf8(bytes),
  );
  const textOf = (bytes: Uint8Array): string => (isText ? utf8.decode(bytes) : Buffer.from(bytes).toString('base64'));
  return {
    at,
    event: 'record',
    topic,
    partition,
    offset: String(offset),
    ...(isText ? {} : { encoding: 'base64' }),
    key: key && textOf(key),
    value: value && textOf(value),
    headers: Object.fromEntries(headers.map(([name, bytes]) => [name, textOf(bytes)])),
  };
}

/** The bytes of a record, whichever way they are written down. */
export function bytesOf({ key, value, headers = {}, encoding = 'utf8' }: HistoryRecord): EventRecord {
  const bytes = (text: string): Uint8Array => Buffer.from(text, encoding);
  return {
    key: key === null ? null : bytes(key),
    value: value === null ? null : bytes(value),
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, bytes(text)])),
  };
}
