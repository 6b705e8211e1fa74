import { describe, expect, it } from '@jest/globals';
import { ManualClock } from './testing.ts';
import { endsWithin, withTimeout } from './with-timeout.ts';

const late = (): Error => new Error('late');

describe('work with a limit', () => {
  it('is what the work says in time, and leaves no timer', async () => {
    const clock = new ManualClock();
    expect(await withTimeout(clock, 100, Promise.resolve(7), late)).toBe(7);
    await expect(withTimeout(clock, 100, Promise.reject(new Error('no')), late)).rejects.toThrow('no');
    expect([await endsWithin(clock, 100, Promise.resolve()), clock.pending]).toEqual([true, 0]);
  });

  it('ends when the time is over; a failure after that escapes nowhere', async () => {
    const escaped: unknown[] = [];
    const escape = (error: unknown): void => void escaped.push(error);
    process.on('unhandledRejection', escape);
    const clock = new ManualClock();
    const work = Promise.withResolvers<never>();
    const both = Promise.allSettled([
      withTimeout(clock, 100, work.promise, late),
      endsWithin(clock, 100, work.promise),
    ]);
    await clock.advance(100);
    work.reject(new Error('too late'));
    expect(await both).toEqual([
      { status: 'rejected', reason: new Error('late') },
      { status: 'fulfilled', value: false },
    ]);
    await clock.advance(0);
    process.off('unhandledRejection', escape);
    expect(escaped).toEqual([]);
  });

  it('has not ended well when it failed', async () => {
    expect(await endsWithin(new ManualClock(), 100, Promise.reject(new Error('no')))).toBe(false);
  });
});
