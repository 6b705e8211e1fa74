import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isValidId, ulid } from './ids.ts';
import { seededRandom } from './testing.ts';

describe('an id', () => {
  it.each(['c-81', '01J9ZZZZZZZZZZZZZZZZZZZZZZ', 'a:b~c_d.e', '...', 'x'.repeat(128)])('may be %s', (id) => {
    expect(isValidId(id)).toBe(true);
  });

  it.each(['', '.', '..', 'a/b', 'a b', 'ü', 'a\n', 'x'.repeat(129)])('may not be %j', (id) => {
    expect(isValidId(id)).toBe(false);
  });
});

describe('a ULID', () => {
  it('is that of the specification for its time', () => {
    expect(ulid(1_469_918_176_385, () => 0)).toBe('01ARYZ6S410000000000000000');
    expect(ulid(2 ** 48 - 1, () => 0.999_999_999)).toBe('7ZZZZZZZZZZZZZZZZZZZZZZZZZ');
  });

  it('is a valid id and sorts as text by its time', () => {
    const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });
    fc.assert(
      fc.property(time, time, fc.integer(), (a, b, seed) => {
        const random = seededRandom(seed);
        const [first, second] = [ulid(a, random), ulid(b, random)];
        expect([first, second].every(isValidId)).toBe(true);
        if (a !== b) expect(first < second).toBe(a < b);
      }),
    );
  });
});
