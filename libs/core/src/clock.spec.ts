import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { abortReason, systemClock, wait } from './clock.ts';
import { ManualClock, settle } from './testing.ts';
import { TurnfleetError } from './turnfleet-error.ts';

const day = 24 * 60 * 60 * 1_000;

describe('a timer of the system clock', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('longer than Node can count still fires once, when it is due', () => {
    const fire = jest.fn();
    systemClock.setTimer(100 * day, fire);
    jest.advanceTimersByTime(100 * day - 1);
    expect(fire).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1 + 100 * day);
    expect(fire).toHaveBeenCalledTimes(1);
  });

  it('longer than Node can count can be cancelled at any time', () => {
    const fire = jest.fn();
    const timer = systemClock.setTimer(100 * day, fire);
    jest.advanceTimersByTime(60 * day);
    timer.cancel();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('that is due already fires at once, but never before `setTimer` has returned', () => {
    const fire = jest.fn();
    systemClock.setTimer(-5, fire);
    expect(fire).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(fire).toHaveBeenCalledTimes(1);
  });
});

describe('waiting', () => {
  it('ends when the time has come and leaves nothing on the signal', async () => {
    const clock = new ManualClock();
    const { signal } = new AbortController();
    const removed = jest.spyOn(signal, 'removeEventListener');
    const done = jest.fn();
    const waiting = wait(clock, 100, signal).then(done);
    await clock.advance(99);
    expect(done).not.toHaveBeenCalled();
    await clock.advance(1);
    await waiting;
    expect(done).toHaveBeenCalledTimes(1);
    expect(removed).toHaveBeenCalledTimes(1);
  });

  it('is rejected as soon as the signal aborts, with its reason, and leaves no timer', async () => {
    const clock = new ManualClock();
    const controller = new AbortController();
    const reason = new TurnfleetError('fenced', 'Another worker has it.');
    const waiting = wait(clock, 100, controller.signal);
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(clock.pending).toBe(0);
  });

  it('does not begin under a signal that aborted before', async () => {
    const clock = new ManualClock();
    await expect(wait(clock, 100, AbortSignal.abort())).rejects.toMatchObject({ kind: 'cancelled' });
    expect(clock.pending).toBe(0);
  });
});

describe('why a signal aborted', () => {
  it('is a deadline where it timed out', async () => {
    const signal = AbortSignal.abort(new DOMException('late', 'TimeoutError'));
    expect(abortReason(signal).kind).toBe('deadline_exceeded');
  });

  it.each([undefined, 'enough', new Error('enough')])('is a cancellation for the foreign reason %p', (reason) => {
    expect(abortReason(AbortSignal.abort(reason))).toMatchObject({ kind: 'cancelled' });
  });
});

describe('a clock that is advanced by hand', () => {
  it('fires timers in order of time, then in the order they were set, also those set meanwhile', async () => {
    const clock = new ManualClock(0);
    const fired: string[] = [];
    clock.setTimer(20, () => fired.push('c'));
    clock.setTimer(10, () => {
      fired.push('a');
      clock.setTimer(5, () => fired.push(`b at ${clock.now()}`));
    });
    clock.setTimer(20, () => fired.push('d'));
    await clock.advance(20);
    expect(fired).toEqual(['a', 'b at 15', 'c', 'd']);
    await settle();
    expect(clock.now()).toBe(20);
  });
});
