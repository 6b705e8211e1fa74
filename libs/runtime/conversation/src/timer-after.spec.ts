import { describe, expect, it } from '@jest/globals';
import { dialogueStates } from '@turnfleet/contract/schemas';
import { timerAfter } from './timer-after.ts';

const minuteMs = 60_000;
const times = {
  greeting: 5 * minuteMs,
  query: 10 * minuteMs,
  transaction: 30 * minuteMs,
  inactive: 60 * minuteMs,
  absolute: 120 * minuteMs,
};
const now = Date.parse('2026-03-10T08:00:00.000Z');
const at = (minutes: number): string => new Date(now + minutes * minuteMs).toISOString();
const held = { key: 'k' } as never;

describe('the timer of a conversation', () => {
  it.each([
    ['greeting', 'greeting', 5],
    ['intent_recognition', 'query', 10],
    ['slot_filling', 'query', 10],
    ['confirmation', 'transaction', 30],
    ['execution', 'transaction', 30],
    ['completion', 'inactive', 60],
    ['error', 'inactive', 60],
  ] as const)('in %s is that of a %s', (state, kind, minutes) => {
    expect(timerAfter({ state, held: null }, undefined, now, times)).toEqual({
      ...{ kind, dueAt: at(minutes), since: at(0) },
    });
  });

  it.each(['init', 'transfer'] as const)('is none in %s', (state) => {
    expect(timerAfter({ state, held: null }, undefined, now, times)).toBeUndefined();
  });

  it('is that of a transaction as long as a yes is waited for, in whatever state', () => {
    for (const state of dialogueStates)
      expect(timerAfter({ state, held }, undefined, now, times)?.kind).toBe('transaction');
  });

  it('begins anew with every turn, but for the whole of a dialogue', () => {
    const before = { kind: 'query', dueAt: at(1), since: at(-118) } as const;
    expect(timerAfter({ state: 'intent_recognition', held: null }, before, now, times)).toEqual({
      ...{ kind: 'absolute', dueAt: at(2), since: at(-118) },
    });
  });

  it('is never due before it was armed, and never where no time is set', () => {
    const before = { kind: 'query', dueAt: at(-60), since: at(-300) } as const;
    expect(timerAfter({ state: 'completion', held: null }, before, now, times)?.dueAt).toBe(at(0));
    expect(timerAfter({ state: 'completion', held: null }, before, now, {})).toBeUndefined();
  });
});
