import { type EventRecord, headerBytes } from '@turnfleet/contract/events';
import type { HistoryRecord } from './history-event.ts';

/** A record as found in a topic. */
export interface FoundRecord extends EventRecord {
  readonly topic: HistoryRecord['topic'];
  readonly partition: number;
  readonly offset: bigint;
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

/** A record as a line of a history: key, value and headers as text if all of them are UTF-8, else all of them in base64. */
export function recordEvent(found: FoundRecord, at: number): HistoryRecord {
  const { topic, partition, offset } = found;
  return { at, event: 'record', topic, partition, offset: String(offset), ...written(found) };
}

type Written = Pick<HistoryRecord, 'encoding' | 'key' | 'value' | 'headers'>;

function written(found: FoundRecord): Written {
  try {
    return textsOf(found, (bytes) => utf8.decode(bytes));
  } catch {
    return { encoding: 'base64', ...textsOf(found, (bytes) => Buffer.from(bytes).toString('base64')) };
  }
}

function textsOf({ key, value, headers }: FoundRecord, textOf: (bytes: Uint8Array) => string): Written {
  const texts: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const bytes = headerBytes(headers, name);
    if (bytes) texts[name] = textOf(bytes);
  }
  return { key: key && textOf(key), value: value && textOf(value), headers: texts };
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
