import { describe, expect, it, jest } from '@jest/globals';
import { type Logger, silentLogger } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { StoreClock } from './store-clock.ts';

/** What INFO says when the clock of Redis stands at `at`. */
const info = (at: number): string => `# Server\r\nserver_time_usec:${at * 1_000 + 999}\r\nuptime_in_seconds:1\r\n`;

function given() {
  const clock = new ManualClock();
  const error = jest.fn<Logger['error']>();
  const told = jest.fn<Logger['info']>();
  const time = new StoreClock(clock, 'redis:6379', { ...silentLogger, error, info: told });
  /** Redis is `aheadMs` ahead of this process, and its answer took `tookMs`. */
  const read = async (aheadMs: number, tookMs = 0): Promise<void> => {
    const askedAt = clock.monotonic();
    const at = clock.now() + aheadMs;
    await clock.advance(tookMs);
    time.read(info(at), askedAt);
  };
  return { clock, time, read, error, told };
}

describe('The time of the store', () => {
  it('is that of Redis, and goes on whatever happens to the clock of this process', async () => {
    const { clock, time, read } = given();
    expect(time.now()).toBeNull();
    await read(5_000);
    const was = clock.now() + 5_000;
    expect(time.now()).toBe(was);
    clock.shift(10 * 365 * 24 * 3_600_000);
    await clock.advance(700);
    expect(time.now()).toBe(was + 700);
  });

  it('is never early: what was on its way meanwhile does not count', async () => {
    const { clock, time, read } = given();
    await read(0, 800);
    expect(time.now()).toBe(clock.now() - 800);
  });

  it.each([
    ['ahead of', -61_000],
    ['behind', 61_000],
  ])('refuses a process that is a minute %s it, says so once, and lets it go on when they agree', async (word, off) => {
    const { time, read, error, told } = given();
    await read(off);
    await read(off);
    expect(time.problem()).toBe(
      `The clock of this process is 61 s ${word} that of Redis at redis:6379; nothing is done until they agree.`,
    );
    expect(() => time.mustAgree()).toThrow(expect.objectContaining({ kind: 'overloaded' }));
    expect(error).toHaveBeenCalledTimes(1);
    await read(0);
    await read(0);
    expect(time.problem()).toBeNull();
    expect(() => time.mustAgree()).not.toThrow();
    expect([error.mock.calls.length, told.mock.calls.length]).toEqual([1, 1]);
  });

  it('refuses a process in the moment in which its clock is set, not at the next reading', async () => {
    const { clock, time, read } = given();
    await read(0);
    clock.shift(3_600_000);
    expect(() => time.mustAgree()).toThrow(expect.objectContaining({ kind: 'overloaded' }));
    clock.shift(-3_600_000);
    expect(() => time.mustAgree()).not.toThrow();
  });

  it('refuses no process because an answer came late', async () => {
    const { time, read } = given();
    await read(0, 90_000);
    expect([time.problem(), time.apartMs]).toEqual([null, 0]);
  });

  it('refuses no process because a server does not tell its time', () => {
    const { clock, time } = given();
    time.read('# Server\r\n', clock.monotonic());
    expect([time.now(), time.problem()]).toEqual([null, null]);
  });
});
