import { isObject, type ParsedJson, parseJson, textOfBytes } from '../schemas/json.ts';
import { type EventRecord, structuredContentType } from './cloud-event.ts';
import { headerBytes, type RecordHeaders } from './record-headers.ts';

/** A record taken apart, before anything is said about its meaning. */
export interface ReadEvent {
  /** Attributes and extensions by name; null for one that is not text. Empty for a record that is no CloudEvent. */
  readonly attributes: ReadonlyMap<string, string | null>;
  readonly data: ParsedJson;
}

/**
 * Takes a record of the Kafka binding apart: structured mode if its `content-type` says so, else binary mode, of which a
 * record without any `ce_` header is the plainest form. Total: never throws, whatever the bytes.
 */
export function readEvent(record: Pick<EventRecord, 'value' | 'headers'>): ReadEvent {
  return readOther(record) ?? { attributes: binaryAttributes(record.headers), data: jsonOf(record.value) };
}

/** The data of `readEvent` alone, for those whose data says all: of a dozen headers they need one. */
export function readData(record: Pick<EventRecord, 'value' | 'headers'>): ParsedJson {
  return readOther(record)?.data ?? jsonOf(record.value);
}

/** Null for a record in binary mode. */
function readOther({ value, headers }: Pick<EventRecord, 'value' | 'headers'>): ReadEvent | null {
  const contentType = mediaTypeOf(headers);
  if (contentType === structuredContentType) return readStructured(value);
  if (!contentType.startsWith('application/cloudevents')) return null;
  return unreadable(`a content-type of ${contentType} is not accepted, only ${structuredContentType}`);
}

/** Whether the attributes are in the value; `ce_` headers mean nothing then. */
export function isStructured(headers: RecordHeaders): boolean {
  return mediaTypeOf(headers) === structuredContentType;
}

function mediaTypeOf(headers: RecordHeaders): string {
  const [mediaType = ''] = (headerText(headers, 'content-type') ?? '').split(';');
  return mediaType.trim().toLowerCase().slice(0, 100);
}

function binaryAttributes(headers: RecordHeaders): Map<string, string | null> {
  const names = Object.keys(headers).filter((name) => name.startsWith('ce_') && headerBytes(headers, name) !== null);
  return new Map(names.map((name) => [name.slice('ce_'.length), headerText(headers, name)]));
}

/** Text of a header; null if there is none, or its value is none or not UTF-8. */
export function headerText(headers: RecordHeaders, name: string): string | null {
  const bytes = headerBytes(headers, name);
  return bytes && textOfBytes(bytes);
}

function jsonOf(value: Uint8Array | null): ParsedJson {
  return value ? parseJson(value) : { ok: false, problem: 'it has no value' };
}

function unreadable(problem: string): ReadEvent {
  return { attributes: new Map(), data: { ok: false, problem } };
}

/** https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md */
function readStructured(value: Uint8Array | null): ReadEvent {
  const event = jsonOf(value);
  if (!event.ok) return { attributes: new Map(), data: event };
  if (!isObject(event.value)) return unreadable('a structured CloudEvent is a JSON object');
  const { data, data_base64: base64, ...attributes } = event.value;
  const given = Object.entries(attributes).filter(([, attribute]) => attribute !== null);
  return {
    attributes: new Map(given.map(([name, attribute]) => [name, attributeText(attribute)])),
    data: base64 === undefined ? { ok: true, value: data } : fromBase64(base64),
  };
}

/** Attributes are strings, integers or booleans. */
function attributeText(attribute: unknown): string | null {
  if (typeof attribute === 'number' || typeof attribute === 'boolean') return String(attribute);
  return typeof attribute === 'string' ? attribute : null;
}

function fromBase64(base64: unknown): ParsedJson {
  if (typeof base64 !== 'string') return { ok: false, problem: 'data_base64 is not a string' };
  return parseJson(Buffer.from(base64, 'base64'));
}
