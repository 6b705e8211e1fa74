import { describe, expect, it } from '@jest/globals';
import type { KillReport } from './executions.ts';
import { resultOf } from './result.ts';
import type { StuckKeyReport } from './stuck-key.ts';
import { stragglerText } from './text.ts';

function p99s(undisturbed: number, stuck: number): StuckKeyReport {
  return { undisturbed: { p50: 1, p99: undisturbed }, stuck: { p50: 1, p99: stuck } };
}

function killed(changes: Partial<KillReport>): KillReport {
  return { runningAtKill: 100, repeatedBeyondRunning: 0, movingAgainMs: 9_000, lost: 0, ...changes };
}

describe('the result of straggler', () => {
  it('judges the medians of what Turnfleet did, not the peers', () => {
    const { bars } = resultOf(
      3,
      [
        { name: 'turnfleet', reports: [p99s(40, 44), p99s(10, 30), p99s(100, 100)] },
        { name: 'eachMessage', reports: [p99s(40, 9_000)] },
      ],
      [
        { name: 'orchestrator', reports: [killed({}), killed({ repeatedBeyondRunning: 1 })] },
        { name: 'eachMessage', reports: [killed({ repeatedBeyondRunning: 100, movingAgainMs: null, lost: 3 })] },
      ],
    );
    expect(bars.map(({ value, verdict }) => [value, verdict])).toEqual([
      [1.1, 'reached'],
      [0.005, 'reached'],
      [9, 'reached'],
      [0, 'reached'],
    ]);
  });

  it('says what fell short, and counts what was lost in any round', () => {
    const reports = [killed({ repeatedBeyondRunning: 50, movingAgainMs: null }), killed({ lost: 1 })];
    const text = stragglerText(resultOf(2, [], [{ name: 'orchestrator', reports }]));
    expect(text).toContain('repeated beyond those running ÷ those running: 0.25, at most 0.01: short by 0.24');
    expect(text).toContain('seconds until every partition moves again: 34.5, at most 15: short by 19.5');
    expect(text).toContain('messages lost: 1, at most 0: short by 1');
    expect(text).toContain('p99 of the other keys ÷ undisturbed: not measured');
  });
});
