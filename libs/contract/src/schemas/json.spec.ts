import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isNestedAtMost, parseJson } from './json.ts';

describe('isNestedAtMost', () => {
  it.each([
    [0, 'text', true],
    [0, {}, false],
    [1, { a: 1, b: null }, true],
    [1, { a: [] }, false],
    [2, { a: [1, 'x'] }, true],
    [2, { a: [1], b: [[1]] }, false],
  ])('%d levels hold %j: %s', (levels, value, expected) => {
    expect(isNestedAtMost(levels, value)).toBe(expected);
  });
});

describe('parseJson', () => {
  it('reads whatever JSON.stringify wrote', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseJson(new TextEncoder().encode(text))).toEqual({ ok: true, value: JSON.parse(text) as unknown });
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(parseJson(bytes)).toHaveProperty('ok');
      }),
    );
  });
});
