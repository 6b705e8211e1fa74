import { describe, expect, it } from '@jest/globals';
import { defaultBreaker } from '@turnfleet/core';
import { Caution } from './caution.ts';

const pass = (since: number) => ({ since });

describe('caution about what other breakers say', () => {
  it('lets others go first while they are open, and is silent without a word from them', () => {
    const caution = new Caution();
    expect([caution.doubts('open', 0), caution.doubts(null, 0)]).toEqual([true, false]);
  });

  it('lets one call try while the others do', () => {
    const caution = new Caution();
    expect(caution.doubts('half_open', 0)).toBe(false);
    const probe = pass(0);
    caution.begin(probe, 'half_open', 0);
    caution.begin(pass(1), 'half_open', 1);
    expect(caution.doubts('half_open', 1)).toBe(true);
    caution.withdraw(probe);
    expect(caution.doubts('half_open', 2)).toBe(false);
  });

  it('opens by one call of ours that goes wrong, and by none without hearsay', () => {
    const [warned, alone] = [new Caution(), new Caution()];
    const call = pass(0);
    warned.begin(call, 'open', 0);
    alone.begin(call, null, 0);
    expect([warned.report('failed', 5, call), alone.report('failed', 5, call)]).toEqual([true, false]);
  });

  it('believes a call of ours that went well, for a while', () => {
    const caution = new Caution();
    const call = pass(0);
    caution.begin(call, 'open', 0);
    expect(caution.report('ok', 1_000, call)).toBe(false);
    expect(caution.doubts('open', 1_000 + defaultBreaker.longestOpenMs - 1)).toBe(false);
    expect(caution.doubts('open', 1_000 + defaultBreaker.longestOpenMs)).toBe(true);
  });
});
