import { describe, expect, it } from '@jest/globals';
import { TurnfleetError } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { type CallAttempt, hedged } from './hedged.ts';

function attempt() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const state = { cancelled: false };
  const made: CallAttempt<string> = {
    result: promise,
    cancel: (reason) => {
      state.cancelled = true;
      reject(reason);
    },
  };
  return { made, resolve, reject, state };
}

function scene(delayMs: number | null = 50) {
  const clock = new ManualClock();
  const [first, other] = [attempt(), attempt()];
  let begun = 0;
  const second = (): CallAttempt<string> => {
    begun++;
    return other.made;
  };
  const result = hedged({ clock, first: first.made, delayMs, second });
  result.catch(() => undefined);
  return { clock, first, other, result, begun: () => begun };
}

describe('a hedged call', () => {
  it('makes no second attempt when the first is in time', async () => {
    const { clock, first, result, begun } = scene();
    first.resolve('first');
    expect(await result).toBe('first');
    await clock.advance(100);
    expect([begun(), clock.pending]).toEqual([0, 0]);
  });

  it('takes the first answer of two and cancels the other attempt', async () => {
    const { clock, first, other, result } = scene();
    await clock.advance(50);
    other.resolve('other');
    expect(await result).toBe('other');
    expect(first.state.cancelled).toBe(true);
  });

  it('waits for the other when one of two fails, and tells the first error when both do', async () => {
    const one = scene();
    await one.clock.advance(50);
    one.other.reject(new TurnfleetError('overloaded', 'away'));
    await one.clock.advance(0);
    one.first.resolve('first');
    expect(await one.result).toBe('first');
    const both = scene();
    await both.clock.advance(50);
    both.other.reject(new TurnfleetError('overloaded', 'other'));
    both.first.reject(new TurnfleetError('overloaded', 'first'));
    await expect(both.result).rejects.toThrow('first');
  });

  it('leaves it to others to ask again after a failure', async () => {
    const { clock, first, result, begun } = scene();
    first.reject(new TurnfleetError('overloaded', 'away'));
    await expect(result).rejects.toThrow('away');
    await clock.advance(100);
    expect(begun()).toBe(0);
  });

  it('waits alone where it is not known how long is long', async () => {
    const { clock, first, result, begun } = scene(null);
    await clock.advance(60_000);
    first.resolve('first');
    expect([await result, begun()]).toEqual(['first', 0]);
  });
});
