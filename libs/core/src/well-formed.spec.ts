import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { wellFormed, wellFormedJson } from './well-formed.ts';

describe('wellFormed', () => {
  it('keeps characters and replaces their halves, and drops NUL', () => {
    expect(wellFormed('有货🎉 \ud83c! \udf89\0.')).toBe('有货🎉 \uFFFD! \uFFFD.');
  });

  it('leaves what is well-formed as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(wellFormed(text)).toBe(text.replaceAll('\0', ''));
      }),
    );
  });
});

describe('wellFormedJson', () => {
  it('reaches every string, keys too, and nothing else', () => {
    const value: unknown = JSON.parse(
      '{"a\\u0000":["\\ud83c",{"b":"\\u0000c"}],"n":1,"no":null,"__proto__":"x\\udc00"}',
    );
    expect(JSON.stringify(wellFormedJson(value))).toBe(
      '{"a":["\uFFFD",{"b":"c"}],"n":1,"no":null,"__proto__":"x\uFFFD"}',
    );
  });
});
