import { describe, expect, it } from '@jest/globals';
import { retry } from './retry.ts';
import { ManualClock } from './testing.ts';

const policy = { budgetMs: 1_000, firstMs: 100, longestMs: 400 };

describe('trying again', () => {
  it('pauses longer each time, and gives what the first good attempt gave', async () => {
    const clock = new ManualClock();
    const attempts: number[] = [];
    const asked = retry(
      clock,
      policy,
      () => true,
      async () => {
        if (attempts.push(clock.monotonic()) < 4) throw new Error('not yet');
        return 'yes';
      },
    );
    await clock.advance(1_000);
    expect([await asked, attempts]).toEqual(['yes', [0, 100, 300, 700]]);
  });

  it('throws the last error where another attempt would begin behind the budget', async () => {
    const clock = new ManualClock();
    let attempts = 0;
    const asked = retry(
      clock,
      policy,
      () => true,
      async () => {
        throw new Error(`attempt ${++attempts}`);
      },
    );
    const failed = expect(asked).rejects.toThrow('attempt 4');
    await clock.advance(10_000);
    await failed;
  });

  it('throws at once what is not worth another attempt', async () => {
    const clock = new ManualClock();
    const hopeless = retry(
      clock,
      policy,
      () => false,
      () => Promise.reject(new Error('no')),
    );
    await expect(hopeless).rejects.toThrow('no');
    expect(clock.pending).toBe(0);
  });
});
