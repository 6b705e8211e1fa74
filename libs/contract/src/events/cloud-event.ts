import { headersSize, type RecordHeaders } from './record-headers.ts';

/** A record as written to or read from a topic. */
export interface EventRecord {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: RecordHeaders;
}

/** A record with its place, ready to be appended. */
export interface PlacedRecord extends EventRecord {
  readonly topic: string;
  readonly partition: number;
}

const recordOverheadBytes = 100;

/** Bytes that a record takes with all that a log adds, rounded up: a topic's limit is for that. */
export function recordSize({ key, value, headers }: EventRecord): number {
  return recordOverheadBytes + (key?.byteLength ?? 0) + (value?.byteLength ?? 0) + headersSize(headers);
}

/** `traceparent` and `tracestate` of the W3C trace context, as far as there are any. */
export type TraceHeaders = Readonly<Record<string, string>>;

/** CloudEvents 1.0: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md */
export interface CloudEvent {
  readonly id: string;
  readonly type: string;
  /** URI reference. */
  readonly source: string;
  /** RFC 3339. */
  readonly time?: string;
  /** Extensions by name; `''` stands for none. */
  readonly extensions?: Readonly<Record<string, string>>;
  /** JSON text; null: an event that says all in its attributes. */
  readonly data: string | null;
}

export const structuredContentType = 'application/cloudevents+json';

/** Out of Node's pool: for texts this short, memory of their own costs more than the encoding. */
const utf8 = (text: string): Uint8Array => Buffer.from(text);

/** Binary mode of the Kafka binding: attributes in `ce_` headers, the data alone in the value. */
export function binaryRecord(key: string, event: CloudEvent, trace: TraceHeaders = {}): EventRecord {
  const headers: Record<string, string> = { 'content-type': event.data === null ? '' : 'application/json' };
  const attributes = attributesOf(event);
  for (const name in attributes) headers[`ce_${name}`] = attributes[name] ?? '';
  const value = event.data === null ? null : utf8(event.data);
  return { key: utf8(key), value, headers: encodeHeaders({ ...headers, ...trace }) };
}

/** Structured mode: the whole event as JSON in the value. */
export function structuredRecord(key: string, event: CloudEvent, trace: TraceHeaders = {}): EventRecord {
  const envelope = JSON.stringify({ ...attributesOf(event), datacontenttype: 'application/json' });
  return {
    key: utf8(key),
    value: utf8(`${envelope.slice(0, -1)},"data":${event.data}}`),
    headers: encodeHeaders({ 'content-type': `${structuredContentType}; charset=utf-8`, ...trace }),
  };
}

function attributesOf({ id, type, source, time = '', extensions }: CloudEvent): Record<string, string> {
  return withoutEmpty({ specversion: '1.0', id, type, source, time, ...extensions }, (value) => value);
}

/** Headers whose value is `''` are left out. */
export function encodeHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, Uint8Array>> {
  return withoutEmpty(headers, utf8);
}

/** Written out, as it is done for every record several times: building lists of pairs costs more than all the rest. */
function withoutEmpty<T>(texts: Readonly<Record<string, string>>, of: (text: string) => T): Record<string, T> {
  const given: Record<string, T> = {};
  for (const name in texts) {
    const text = texts[name] ?? '';
    if (text !== '') given[name] = of(text);
  }
  return given;
}
