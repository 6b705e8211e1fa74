import { describe, expect, it } from '@jest/globals';
import { CompletionMeter } from './completion-meter.ts';

const idle = { inFlight: 1, capacity: 10, waiting: 0 };
const full = { inFlight: 10, capacity: 10, waiting: 5 };

describe('the completions of a worker', () => {
  it('are guessed from how long turns take, as long as it was never full', () => {
    const meter = new CompletionMeter();
    meter.sample({ ...idle, at: 0, finished: 0, workedMs: 0 });
    expect(meter.sample({ ...idle, at: 1_000, finished: 20, workedMs: 4_000 })).toEqual({
      perSecond: 20,
      fullPerSecond: 50,
    });
    expect(meter.sample({ ...idle, at: 2_000, finished: 20, workedMs: 4_000 })).toEqual({
      perSecond: 0,
      fullPerSecond: 50,
    });
  });

  it('are not guessed to be far above what was seen', () => {
    const meter = new CompletionMeter();
    meter.sample({ ...idle, at: 0, finished: 0, workedMs: 0 });
    expect(meter.sample({ ...idle, at: 1_000, finished: 20, workedMs: 20 }).fullPerSecond).toBe(50);
  });

  it('are those that were seen while more was there than it could do', () => {
    const meter = new CompletionMeter();
    meter.sample({ ...full, at: 0, finished: 0, workedMs: 0 });
    expect(meter.sample({ ...full, at: 1_000, finished: 80, workedMs: 8_000 }).fullPerSecond).toBe(80);
    expect(meter.sample({ ...idle, at: 2_000, finished: 85, workedMs: 8_100 }).fullPerSecond).toBe(80);
  });

  it('are not told anew by samples that are too close', () => {
    const meter = new CompletionMeter();
    meter.sample({ ...full, at: 0, finished: 0, workedMs: 0 });
    const rates = meter.sample({ ...full, at: 1_000, finished: 100, workedMs: 9_000 });
    expect(meter.sample({ ...full, at: 1_010, finished: 150, workedMs: 9_900 })).toEqual(rates);
  });
});
