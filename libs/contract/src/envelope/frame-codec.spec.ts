import { createFileRegistry, fromBinary, toBinary, toJsonString } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { descriptorSet } from '../grpc/descriptor-set.ts';
import { type Frame, type Payload, payloadKinds, payloadOf } from './frame.ts';
import { frameCodec, subprotocols } from './frame-codec.ts';

const schema = createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptorSet)).getMessage(
  'turnfleet.envelope.v1.Envelope',
);
if (!schema) throw new Error('no envelope');

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const sequence = fc.nat({ max: 2 ** 40 });
const json = fc.dictionary(fc.string({ maxLength: 5 }), fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)));

/** A value of the kind that a blank one has. */
function like(name: string, value: unknown): fc.Arbitrary<unknown> {
  if (name === 'kind') return fc.constant(value);
  if (name === 'confidence' || name === 'retryAfter') return fc.double({ min: 0, max: 1, noNaN: true });
  if (/(Seconds|Bytes|Ms|^capacity)$/.test(name)) return fc.nat();
  if (typeof value === 'string') return text;
  if (typeof value === 'number') return sequence;
  if (typeof value === 'boolean') return fc.boolean();
  if (Array.isArray(value)) return fc.array(text, { maxLength: 3 });
  if (value === null) return fc.option(json);
  return fc.dictionary(text, text, { maxKeys: 3 });
}

const payload = fc
  .constantFrom(...payloadKinds)
  .chain((kind) =>
    fc.record(
      Object.fromEntries(Object.entries(payloadOf(kind, {})).map(([name, value]) => [name, like(name, value)])),
    ),
  ) as unknown as fc.Arbitrary<Payload>;

const frame: fc.Arbitrary<Frame> = fc.record({
  sequence,
  at: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  session: text,
  priority: fc.constantFrom(null, 1 as const, 2 as const, 3 as const),
  traceparent: text,
  payload,
});

const bytesOf = (data: string | Uint8Array): Uint8Array => (typeof data === 'string' ? Buffer.from(data) : data);
const proto = frameCodec('turnfleet.proto.v1');
const asJson = frameCodec('turnfleet.json.v1');
const decodeJson = (value: unknown): Frame => asJson.decode(Buffer.from(JSON.stringify(value)));
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('the two forms of a frame', () => {
  it.each(subprotocols)('%s reads what it wrote', (name) => {
    const codec = frameCodec(name);
    fc.assert(
      fc.property(frame, (one) => {
        expect(plain(codec.decode(bytesOf(codec.encode(one))))).toEqual(plain(one));
      }),
    );
  });

  it('are one schema: what one writes, a general encoder makes of what the other writes', () => {
    fc.assert(
      fc.property(frame, (one) => {
        const general = toJsonString(schema, fromBinary(schema, bytesOf(proto.encode(one))));
        expect(plain(asJson.decode(Buffer.from(general)))).toEqual(plain(one));
        const again = proto.encode(asJson.decode(bytesOf(asJson.encode(one))));
        expect(fromBinary(schema, bytesOf(again))).toEqual(fromBinary(schema, bytesOf(proto.encode(one))));
      }),
    );
  });

  it('take sequences as numbers and as texts, and names as in the proto', () => {
    expect(decodeJson({ hello: { session: 's', last_sequence: 7 } }).payload).toEqual(
      payloadOf('hello', { session: 's', lastSequence: 7 }),
    );
    expect(decodeJson({ header: { sequence: '3' }, ack: { sequence: '9' } })).toMatchObject({
      sequence: 3,
      payload: { kind: 'ack', sequence: 9 },
    });
  });

  it.each<[what: string, json: unknown]>([
    ['no payload', { header: { version: 1 } }],
    ['two payloads', { hello: {}, ack: {} }],
    ['a payload that nobody knows', { header: {}, teleport: {} }],
    ['a type that is not the payload’s', { header: { type: 'MESSAGE_TYPE_ACK' }, hello: {} }],
    ['a later version', { header: { version: 2 }, hello: {} }],
    ['a sequence below none', { header: { sequence: -1 }, hello: {} }],
    ['a sequence beyond all', { header: { sequence: '18446744073709551615' }, hello: {} }],
    ['a text where a number belongs', { ack: { sequence: 'nine' } }],
    ['a list', []],
    ['nothing', null],
  ])('refuse %s', (_, value) => {
    expect(() => decodeJson(value)).toThrow(expect.objectContaining({ kind: 'invalid_request' }));
  });

  it('refuse two payloads in binary, of which a reader would take the last', () => {
    const of = (kind: 'ack' | 'heartbeat') =>
      bytesOf(
        proto.encode({
          sequence: 1,
          at: 0,
          session: '',
          priority: null,
          traceparent: '',
          payload: payloadOf(kind, {}),
        }),
      );
    const both = Buffer.concat([of('ack'), of('heartbeat')]);
    expect(() => proto.decode(both)).toThrow(expect.objectContaining({ kind: 'invalid_request' }));
    expect(() => proto.decode(new Uint8Array())).toThrow(expect.objectContaining({ kind: 'invalid_request' }));
  });

  it('never fail otherwise than with a refusal, whatever bytes come', () => {
    const isRefusal = (codec: typeof proto, bytes: Uint8Array): void => {
      try {
        codec.decode(bytes);
      } catch (error) {
        expect(error).toMatchObject({ kind: 'invalid_request' });
      }
    };
    const broken = fc.tuple(frame, fc.nat(), fc.nat({ max: 255 })).map(([one, at, byte]) => {
      const bytes = toBinary(schema, fromBinary(schema, bytesOf(proto.encode(one))));
      bytes[at % bytes.length] = byte;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(broken, fc.uint8Array({ maxLength: 60 })), (bytes) => {
        isRefusal(proto, bytes);
        isRefusal(asJson, bytes);
      }),
      { numRuns: 500 },
    );
  });
});
