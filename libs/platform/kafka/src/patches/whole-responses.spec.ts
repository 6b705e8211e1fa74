import { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { handOnWholeResponses, WholeResponses } from './whole-responses.ts';

function response(body: Uint8Array): Buffer {
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
}

function portions(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const cut: Buffer[] = [];
  let start = 0;
  for (let i = 0; start < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    cut.push(bytes.subarray(start, start + size));
    start += size;
  }
  return cut;
}

describe('WholeResponses', () => {
  it('hands on every byte in order, and after each chunk all that is complete and nothing else', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 }),
        (bodies, sizes) => {
          const whole = bodies.map(response);
          const ends = whole.map((_, i) => Buffer.concat(whole.slice(0, i + 1)).length);
          const reader = new WholeResponses();
          let came = 0;
          let handedOn = Buffer.alloc(0);
          for (const chunk of portions(Buffer.concat(whole), sizes)) {
            came += chunk.length;
            handedOn = Buffer.concat([handedOn, reader.push(chunk) ?? Buffer.alloc(0)]);
            expect(handedOn.length).toBe(Math.max(0, ...ends.filter((end) => end <= came)));
          }
          expect(handedOn.equals(Buffer.concat(whole))).toBe(true);
        },
      ),
    );
  });
});

describe('a socket that hands on whole responses', () => {
  it('does not take half a response of a connection that was cut for the begin of the next one', () => {
    const socket = handOnWholeResponses(new Socket());
    const seen: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => seen.push(chunk));
    const whole = response(Buffer.from('complete'));
    socket.emit('data', Buffer.concat([whole, response(Buffer.from('cut off')).subarray(0, 6)]));
    socket.emit('close', false);
    expect(seen).toEqual([whole]);
  });
});
