import { describe, expect, it } from '@jest/globals';
import { Accounts } from '../load/accounts.ts';
import type { Death } from './deaths.ts';
import { type Asked, reExecutedAfter } from './re-execution.ts';

const death: Death = { worker: 'a', how: 'kill', at: 100, until: 200, inFlight: 50, progressMs: [] };

function measured(asked: Readonly<Record<string, readonly [string, number][]>>, replies: Record<string, number> = {}) {
  const accounts = new Accounts();
  for (const [turn, at] of Object.entries(replies)) accounts.replied(turn, 0, at);
  const all = Object.entries(asked).map(
    ([turn, by]) => [turn, by.map(([worker, at]): Asked => ({ worker, at }))] as const,
  );
  const { again, beyondRunning } = reExecutedAfter(death, new Map(all), accounts);
  return { again, beyondRunning };
}

describe('reExecutedAfter', () => {
  it('counts what ran on the dead worker as done again, and not as more than that', () => {
    expect(
      measured({
        t: [
          ['a', 90],
          ['b', 120],
        ],
      }),
    ).toEqual({ again: 1, beyondRunning: 0 });
  });

  it('counts what another worker was doing, or what was answered already, as beyond', () => {
    const asked = {
      moved: [
        ['b', 90],
        ['c', 120],
      ],
      answered: [
        ['a', 90],
        ['b', 120],
      ],
    } as const;
    expect(measured({ moved: [...asked.moved], answered: [...asked.answered] } as never, { answered: 95 })).toEqual({
      again: 2,
      beyondRunning: 2,
    });
  });

  it('counts no question that the same worker repeats, nor one after the worker is back', () => {
    expect(
      measured({
        repeated: [
          ['b', 90],
          ['b', 120],
        ],
        late: [
          ['a', 90],
          ['b', 250],
        ],
        fresh: [['b', 120]],
      }),
    ).toEqual({ again: 0, beyondRunning: 0 });
  });
});
