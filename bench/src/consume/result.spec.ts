import { describe, expect, it } from '@jest/globals';
import type { WaitMs } from './loads.ts';
import { type Measured, resultOf } from './result.ts';
import { consumeText } from './text.ts';

function measured(name: string, waitMs: WaitMs, ...rates: readonly number[]): Measured[] {
  return rates.map((perSecond) => ({
    name,
    waitMs,
    report: { messages: 1_000, seconds: 1, perSecond, cpuMicrosPerMessage: 10, outOfOrder: 0, repeated: 0 },
  }));
}

const names = ['turnfleet', 'eachMessage', 'BullMQ'];
const all = names.flatMap((name, i) =>
  ([0, 10, 50, 200] as const).flatMap((waitMs) =>
    measured(name, waitMs, ...[3_000, 4_500, 6_000].map((x) => x / (i + 1))),
  ),
);

describe('the result of consume', () => {
  it('compares round by round: a slow moment of the machine hits both', () => {
    const { waits } = resultOf(
      ['turnfleet', 'eachMessage'],
      [
        ...measured('turnfleet', 50, 1_000, 100, 1_000),
        ...measured('eachMessage', 50, 100, 10, 50),
        ...all.filter(({ waitMs }) => waitMs !== 50),
      ],
      3,
    );
    const [, peer] = waits.find(({ waitMs }) => waitMs === 50)?.contenders ?? [];
    expect(peer?.turnfleetRatio).toEqual({ median: 10, min: 10, max: 20 });
    expect(peer?.perSecond).toEqual({ median: 50, min: 10, max: 100 });
  });

  it('takes 1,000 waits at once for the ideal, and says what fell short', () => {
    const result = resultOf(names, all, 3);
    expect(result.waits.map(({ idealPerSecond }) => idealPerSecond)).toEqual([null, 100_000, 20_000, 5_000]);
    const verdicts = Object.fromEntries(result.bars.map(({ what, verdict }) => [what, verdict]));
    expect(verdicts).toMatchObject({
      '0 ms: Turnfleet ÷ BullMQ': 'reached',
      '50 ms: Turnfleet ÷ kafkajs eachMessage': 'short',
      '50 ms: Turnfleet ÷ ideal': 'short',
      '200 ms: Turnfleet ÷ ideal': 'reached',
    });
  });

  it('shows a broken order', () => {
    const [first, ...rest] = all;
    const broken = first ? [{ ...first, report: { ...first.report, outOfOrder: 7 } }, ...rest] : rest;
    const text = consumeText(resultOf(names, broken, 3));
    expect(text).toContain('7 broken');
    expect(text).toContain('Turnfleet: messages out of order: 7, at most 0: short by 7');
  });
});
