import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
// @ts-expect-error: kafkajs declares no types of its insides.
import Decoder from 'kafkajs/src/protocol/decoder.js';
// @ts-expect-error: kafkajs declares no types of its insides.
import readRecord from 'kafkajs/src/protocol/recordBatch/record/v0/decoder.js';
// @ts-expect-error: kafkajs declares no types of its insides.
import writtenRecord from 'kafkajs/src/protocol/recordBatch/record/v0/index.js';
import { bytesOfName, keepHeaderNames, nameOfBytes, valuesUnder } from './header-names.ts';

interface Reader {
  readonly offset: number;
  readVarInt(): number;
}

/** kafkajs' way of a record there and back. */
const kafkajs = {
  write: writtenRecord as (record: object) => { readonly buffer: Buffer },
  reader: (buffer: Buffer): Reader => new (Decoder as new (from: Buffer) => Reader)(buffer),
  read: readRecord as (
    reader: Reader,
    batch: object,
  ) => { readonly headers: Readonly<Record<string, readonly Buffer[]>> },
};

const bytes = fc.uint8Array({ maxLength: 40 }).map((some) => Buffer.from(some));

describe('the name of a header', () => {
  it('comes back as the bytes that it was, UTF-8 or not', () => {
    fc.assert(
      fc.property(bytes, (name) => {
        const text = nameOfBytes(name);
        expect(bytesOfName(text) ?? Buffer.from(text)).toEqual(name);
      }),
    );
  });

  it('is another one for other bytes', () => {
    fc.assert(fc.property(bytes, bytes, (a, b) => expect(nameOfBytes(a) === nameOfBytes(b)).toBe(a.equals(b))));
    expect(nameOfBytes(Buffer.from([0xff]))).not.toBe(nameOfBytes(Buffer.from([0xfe])));
  });

  it('goes through what kafkajs writes, measures and reads', () => {
    keepHeaderNames();
    const names = ['plain', '头', nameOfBytes(Buffer.from([0x78, 0xff, 0x80])), nameOfBytes(Buffer.alloc(100, 0xff))];
    const headers = Object.fromEntries(
      names.map((name) => [name, valuesUnder(name, [Buffer.from('v'), Buffer.from('w')])]),
    );
    const { buffer } = kafkajs.write({ key: null, value: null, headers });
    const reader = kafkajs.reader(buffer);
    expect(reader.readVarInt()).toBe(buffer.length - reader.offset);
    const read = kafkajs.read(reader, { firstOffset: 0, firstTimestamp: 0 }).headers;
    expect(Object.keys(read)).toEqual(names);
    for (const name of names) expect(read[name]?.map(String)).toEqual(['v', 'w']);
  });
});
