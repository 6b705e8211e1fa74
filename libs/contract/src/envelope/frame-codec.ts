import {
  create,
  createFileRegistry,
  type DescMessage,
  fromBinary,
  fromJson,
  type JsonValue,
  type Message,
  toBinary,
} from '@bufbuild/protobuf';
import { BinaryReader } from '@bufbuild/protobuf/wire';
import { FileDescriptorSetSchema, timestampFromMs, timestampMs } from '@bufbuild/protobuf/wkt';
import { TurnfleetError } from '@turnfleet/core';
import { descriptorSet } from '../grpc/descriptor-set.ts';
import type { Priority } from '../schemas/turn-extensions.ts';
import type { Frame, Payload, PayloadKind } from './frame.ts';
import { jsonText } from './json-text.ts';

/** In the order in which a server prefers them. */
export const subprotocols = ['turnfleet.proto.v1', 'turnfleet.json.v1'] as const;
export type Subprotocol = (typeof subprotocols)[number];

/** Frames to what goes over the wire and back. `decode` throws `invalid_request` for what is no envelope with one payload. */
export interface FrameCodec {
  readonly isBinary: boolean;
  encode(frame: Frame): string | Uint8Array;
  decode(data: Uint8Array): Frame;
}

export function frameCodec(subprotocol: Subprotocol): FrameCodec {
  return subprotocol === 'turnfleet.proto.v1' ? protoCodec : jsonCodec;
}

let known: DescMessage | undefined;

/** Read from the descriptor set at the first call. */
function envelope(): DescMessage {
  known ??= createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorSet)).getMessage(
    'turnfleet.envelope.v1.Envelope',
  );
  if (!known) throw new Error('The descriptor set has no envelope.');
  return known;
}

const protoCodec: FrameCodec = {
  isBinary: true,
  encode: (frame) => toBinary(envelope(), messageOf(frame)),
  decode(bytes) {
    try {
      expectOnePayload(bytes);
      return frameOf(fromBinary(envelope(), bytes, { readUnknownFields: false }));
    } catch (error) {
      throw unreadable(error);
    }
  },
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

const jsonCodec: FrameCodec = {
  isBinary: false,
  encode: jsonText,
  decode(bytes) {
    try {
      const json = JSON.parse(utf8.decode(bytes)) as JsonValue;
      return frameOf(fromJson(envelope(), json, { ignoreUnknownFields: true }));
    } catch (error) {
      throw unreadable(error);
    }
  },
};

/** What was wrong stays out: it may quote what a shopper wrote. */
function unreadable(error: unknown): TurnfleetError {
  if (error instanceof TurnfleetError) return error;
  return new TurnfleetError('invalid_request', 'The message cannot be read: it is no turnfleet.envelope.v1.Envelope.', {
    suggestion: 'Send one envelope in each message, in the form of the subprotocol that was agreed on.',
  });
}

/** Readers of protobuf take the last of several payloads; senders then mean something else than is understood. */
function expectOnePayload(bytes: Uint8Array): void {
  const reader = new BinaryReader(bytes);
  const header = 1;
  let payloads = 0;
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field !== header) payloads += 1;
    reader.skip(wireType, field);
  }
  if (payloads > 1) {
    throw new TurnfleetError('invalid_request', 'The envelope has more than one payload.', {
      suggestion: 'Send one payload in each envelope.',
    });
  }
}

interface Header {
  readonly version: number;
  readonly sequence: bigint;
  readonly type: number;
  readonly timestamp?: { readonly seconds: bigint; readonly nanos: number };
  readonly session: string;
  readonly priority: number;
  readonly traceparent: string;
}

type Read = Message & {
  readonly header?: Header;
  readonly payload: { readonly case?: PayloadKind; readonly value?: Readonly<Record<string, unknown>> };
};

function frameOf(message: Message): Frame {
  const { header, payload } = message as Read;
  const kind = payload.case;
  if (kind === undefined) throw mistake('The envelope has no payload that is known here.');
  if (header && header.version > 1)
    throw mistake(`Version ${header.version} of the envelope is not known here, only 1.`);
  if (header?.type && header.type !== typeOf(kind))
    throw mistake(`The header's type is not that of the payload, ${kind}.`);
  const { timestamp } = header ?? {};
  return {
    sequence: safe(header?.sequence ?? 0n),
    at: timestamp ? timestampMs({ $typeName: 'google.protobuf.Timestamp', ...timestamp }) : 0,
    session: header?.session ?? '',
    priority: header && header.priority >= 1 && header.priority <= 3 ? (header.priority as Priority) : null,
    traceparent: header?.traceparent ?? '',
    payload: payloadFrom(kind, payload.value ?? {}),
  };
}

function payloadFrom(kind: PayloadKind, value: Readonly<Record<string, unknown>>): Payload {
  const payload: Record<string, unknown> = { kind };
  for (const [name, field] of Object.entries(value)) {
    if (name === '$typeName' || name === '$unknown') continue;
    payload[name] = typeof field === 'bigint' ? safe(field) : (field ?? null);
  }
  // protobuf-es leaves out a message that is not there.
  const struct = structs[kind];
  if (struct !== undefined) payload[struct] ??= null;
  return payload as unknown as Payload;
}

const structs: { readonly [Kind in PayloadKind]?: string } = {
  systemResponse: 'reply',
  turnEvent: 'data',
  deskEvent: 'data',
  deskCommand: 'body',
  deskOutcome: 'reply',
};

function safe(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw mistake('A sequence is larger than any that can be.');
  return Number(value);
}

function mistake(message: string): TurnfleetError {
  return new TurnfleetError('invalid_request', message, { suggestion: 'See envelope.proto for what may be sent.' });
}

/** Numbers of MessageType, from the enum's names: `userMessage` is `MESSAGE_TYPE_USER_MESSAGE`. */
const typeNumbers = new Map<PayloadKind, number>();

function typeOf(kind: PayloadKind): number {
  if (typeNumbers.size === 0) {
    const header = envelope().fields.find(({ name }) => name === 'header')?.message;
    for (const { name, number } of header?.fields.find((field) => field.name === 'type')?.enum?.values ?? []) {
      const words = name.replace('MESSAGE_TYPE_', '').toLowerCase();
      typeNumbers.set(words.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) as PayloadKind, number);
    }
  }
  return typeNumbers.get(kind) ?? 0;
}

function messageOf({ sequence, at, session, priority, traceparent, payload }: Frame): Message {
  const { kind, ...fields } = payload;
  const value: Record<string, unknown> = { ...fields };
  for (const [name, field] of Object.entries(value)) {
    if (field === null) delete value[name];
    else if (sequenceFields.has(name)) value[name] = BigInt(field as number);
  }
  const header = {
    ...{ version: 1, sequence: BigInt(sequence), type: typeOf(kind), session, traceparent },
    ...(at === 0 ? {} : { timestamp: timestampFromMs(at) }),
    priority: priority ?? 0,
  };
  return create(envelope(), { header, payload: { case: kind, value } });
}

/** Fields of payloads that are `uint64`. */
const sequenceFields: ReadonlySet<string> = new Set(['answers', 'expectedSequence', 'lastSequence', 'sequence']);
