import { describe, expect, it } from '@jest/globals';
import type { ToolOutcome } from './reply.ts';
import { waitsForYes } from './waits-for-yes.ts';

const call = (outcome: ToolOutcome | null, sku = 'A', name = 'reserve_stock') => ({
  name,
  arguments: { sku },
  outcome,
});

describe('a call that waits for a yes', () => {
  it.each([
    ['one that was held', [call('skipped')], [true]],
    ['not one that was made', [call('ok'), call('rejected', 'B')], [false, false]],
    ['not one that still runs', [call(null)], [false]],
    ['not a repetition of a call that was made', [call('ok'), call('skipped')], [false, false]],
    ['not a second one, which the shopper was not asked about', [call('skipped'), call('skipped', 'B')], [true, false]],
    ['the first that could be done', [call('rejected'), call('skipped', 'B')], [false, true]],
    [
      'one beside another that repeats',
      [call('ok', 'A', 'x'), call('skipped', 'A', 'x'), call('skipped')],
      [false, false, true],
    ],
  ])('is %s', (_, calls, waits) => {
    expect(calls.map((_call, place) => waitsForYes(calls, place))).toEqual(waits);
  });
});
