import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HttpAnswer } from './http-answer.ts';

const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n';

describe('an HTTP answer', () => {
  it('has the same body however its bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: chunked.length })), (cuts) => {
        const answer = new HttpAnswer();
        const places = [0, ...cuts.sort((a, b) => a - b), chunked.length];
        const body = places.slice(1).map((to, i) => answer.push(Buffer.from(chunked.slice(places[i], to))));
        expect({ body: Buffer.concat(body).toString(), complete: answer.complete, status: answer.status }).toEqual({
          ...{ body: 'abc0123456789abcdef', complete: true, status: 200 },
        });
      }),
    );
  });

  it('is not complete where it was cut short', () => {
    const answer = new HttpAnswer();
    expect(answer.push(Buffer.from(chunked.slice(0, -5))).toString()).toBe('abc0123456789abcdef');
    expect(answer.complete).toBe(false);
  });

  it('ends with its length, or at once where it has no body', () => {
    const answer = new HttpAnswer();
    answer.push(Buffer.from('HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{'));
    expect(answer.complete).toBe(false);
    expect(answer.push(Buffer.from('}')).toString()).toBe('}');
    expect(answer.complete).toBe(true);
    const empty = new HttpAnswer();
    empty.push(Buffer.from('HTTP/1.1 204 No Content\r\n\r\n'));
    expect([empty.status, empty.complete]).toEqual([204, true]);
  });
});
