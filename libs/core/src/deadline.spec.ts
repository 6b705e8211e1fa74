import { describe, expect, it, jest } from '@jest/globals';
import { deadlineAt, within } from './deadline.ts';
import { ManualClock } from './testing.ts';
import { TurnfleetError } from './turnfleet-error.ts';

describe('a deadline', () => {
  it('aborts its signal at its instant, not before, and counts down to 0', async () => {
    const clock = new ManualClock();
    const deadline = deadlineAt(clock, clock.now() + 100);
    await clock.advance(99);
    expect([deadline.signal.aborted, deadline.remainingMs()]).toEqual([false, 1]);
    await clock.advance(50);
    expect(deadline.remainingMs()).toBe(0);
    expect(deadline.signal.reason).toMatchObject({ kind: 'deadline_exceeded' });
  });

  it('that has passed is over from the beginning', () => {
    const clock = new ManualClock();
    const deadline = deadlineAt(clock, clock.now());
    expect(deadline.signal.reason).toMatchObject({ kind: 'deadline_exceeded' });
    expect(clock.pending).toBe(0);
  });

  it('ends with its parent, for the same reason, and holds no timer then', () => {
    const clock = new ManualClock();
    const parent = new AbortController();
    const reason = new TurnfleetError('cancelled', 'The shopper left.');
    const deadline = deadlineAt(clock, clock.now() + 100, parent.signal);
    parent.abort(reason);
    expect(deadline.signal.reason).toBe(reason);
    expect(clock.pending).toBe(0);
  });

  it('under a parent that ended before has ended too', () => {
    const clock = new ManualClock();
    const reason = new TurnfleetError('cancelled', 'The shopper left.');
    const deadline = deadlineAt(clock, clock.now() - 1, AbortSignal.abort(reason));
    expect(deadline.signal.reason).toBe(reason);
    expect(clock.pending).toBe(0);
  });

  it.each(['disposed', 'expired'])('leaves nothing on a long-lived parent once %s', async (how) => {
    const clock = new ManualClock();
    const { signal } = new AbortController();
    const added = jest.spyOn(signal, 'addEventListener');
    const removed = jest.spyOn(signal, 'removeEventListener');
    const deadline = deadlineAt(clock, clock.now() + 100, signal);
    if (how === 'disposed') deadline[Symbol.dispose]();
    else await clock.advance(100);
    expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(
      added.mock.calls.map(([, listener]) => listener),
    );
    expect(clock.pending).toBe(0);
  });

  it('that was disposed of never aborts', async () => {
    const clock = new ManualClock();
    const parent = new AbortController();
    const deadline = deadlineAt(clock, clock.now() + 100, parent.signal);
    deadline[Symbol.dispose]();
    parent.abort();
    await clock.advance(200);
    expect(deadline.signal.aborted).toBe(false);
  });
});

describe('a deadline within another', () => {
  it.each([
    [50, 50],
    [500, 100],
  ])('of %d ms inside 100 ms has %d ms', (ms, left) => {
    const clock = new ManualClock();
    const outer = deadlineAt(clock, clock.now() + 100);
    expect(within(clock, outer, ms).remainingMs()).toBe(left);
  });

  it('ends with the outer one', () => {
    const clock = new ManualClock();
    const turn = new AbortController();
    const outer = deadlineAt(clock, clock.now() + 100, turn.signal);
    const inner = within(clock, outer, 50);
    turn.abort();
    expect(inner.signal.aborted).toBe(true);
  });
});
