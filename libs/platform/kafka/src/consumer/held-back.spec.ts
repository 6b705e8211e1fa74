import { describe, expect, it, jest } from '@jest/globals';
import { type Logger, silentLogger } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { type Ends, watchHeldBack } from './held-back.ts';

function given() {
  const clock = new ManualClock();
  const warn = jest.fn<Logger['warn']>();
  const info = jest.fn<Logger['info']>();
  const state = { ends: [] as Ends[], away: false };
  const ask = async () => {
    if (state.away) throw new Error('no broker answers');
    return state.ends;
  };
  const heldBack = watchHeldBack(clock, { ...silentLogger, warn, info }, ask);
  const set = (stable: bigint, written: bigint): void => {
    state.ends = [{ topic: 'chat.turns', partition: 3, stable, written }];
  };
  return { clock, warn, info, state, set, heldBack };
}

describe('an open transaction in chat.turns', () => {
  // Once it held turns back and nobody saw it.
  it('is counted at once, told once when it stands, and then named by readiness', async () => {
    const { clock, warn, set, heldBack } = given();
    set(7n, 12n);
    await clock.advance(5_000);
    expect([heldBack.records, heldBack.problem(), warn.mock.calls.length]).toEqual([5, null, 0]);

    set(7n, 20n);
    await clock.advance(10_000);
    expect(warn.mock.calls).toEqual([
      [
        { topic: 'chat.turns', partition: 3, offset: '7', records: 13 },
        expect.stringMatching(/held 13 records of chat\.turns\/3 back for 10 s.* --partition 3 --start-offset 7$/),
      ],
    ]);
    expect(heldBack.problem()).toBeNull();

    await clock.advance(20_000);
    expect([heldBack.problem(), warn.mock.calls.length]).toEqual([expect.stringContaining('for 30 s'), 1]);
    heldBack.stop();
    expect(clock.pending).toBe(0);
  });

  it('is over: that is told, too', async () => {
    const { clock, info, set, heldBack } = given();
    set(7n, 12n);
    await clock.advance(40_000);
    set(12n, 12n);
    await clock.advance(5_000);
    expect([heldBack.records, heldBack.problem()]).toEqual([0, null]);
    expect(info.mock.calls).toEqual([[{ topic: 'chat.turns', partition: 3 }, expect.stringContaining('has ended')]]);
  });

  it('is no news where one follows the other: the partition moves on', async () => {
    const { clock, warn, set, heldBack } = given();
    for (let at = 0n; at < 20n; at++) {
      set(at, at + 3n);
      await clock.advance(5_000);
    }
    expect([warn.mock.calls.length, heldBack.problem()]).toEqual([0, null]);
  });

  it('is not taken for over, nor for longer, while no broker answers', async () => {
    const { clock, warn, state, set, heldBack } = given();
    set(7n, 12n);
    await clock.advance(5_000);
    state.away = true;
    await clock.advance(20_000);
    expect([heldBack.records, warn.mock.calls.length]).toEqual([5, 0]);
    state.away = false;
    await clock.advance(5_000);
    expect(warn).toHaveBeenCalledTimes(1);
    heldBack.stop();
  });
});
