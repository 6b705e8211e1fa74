import { describe, expect, it } from '@jest/globals';
import { momentOf, msSince } from './moment.ts';
import { ManualClock } from './testing.ts';

describe('The time since a moment', () => {
  it('counts while the machine is paused, which the monotonic clock does not see', async () => {
    const clock = new ManualClock();
    const moment = momentOf(clock);
    await clock.advance(100);
    clock.shift(600_000);
    expect(clock.monotonic() - moment.monotonic).toBe(100);
    expect(msSince(clock, moment)).toBe(600_100);
  });

  it('does not become shorter when the wall clock is set back', async () => {
    const clock = new ManualClock();
    const moment = momentOf(clock);
    await clock.advance(5_000);
    clock.shift(-3_600_000);
    expect(msSince(clock, moment)).toBe(5_000);
  });
});
