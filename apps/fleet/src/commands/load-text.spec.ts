import { expect, it } from '@jest/globals';
import { loadText } from './load-text.ts';

const load = {
  fleet: {
    ...{ capacity: 40, inFlight: 40, waiting: 12, behind: 0, endsPerSecond: 9.5, canEndPerSecond: 10, oldestMs: 1_250 },
  },
  workers: [{ name: 'w', inFlight: 40, capacity: 40, waiting: 12 }],
  doors: [{ name: 'd', letInPerSecond: 11, streams: 3 }],
  sharers: [{ tenant: 'flood', priority: 2, waiting: 12, oldestMs: 1_250 }],
  limited: [
    {
      ...{ door: 'd', who: 'tenant flood', why: 'As many turns wait as the fleet takes in.', refused: 1_400 },
      ...{ since: '2026-01-01T00:00:00.000Z', lastAt: '2026-01-01T00:00:09.000Z' },
    },
  ],
};

it('an operator reads how busy the fleet is, whose turns wait, who is refused, why and since when', () => {
  expect(loadText(load)).toBe(`1 workers: 40 of 40 places taken, 12 turns wait, the oldest for 1.3 s
0 turns in the log behind them; 9.5 end a second, 10.0 at most
door d: 11.0 turns a second, 3 streams

Waiting
  tenant  priority  turns  oldest, s
  flood          2     12        1.3

Refused within the last minute
  who           times  since                     why
  tenant flood   1400  2026-01-01T00:00:00.000Z  As many turns wait as the fleet takes in.
`);
});

it('an operator reads that nobody tells', () => {
  expect(loadText({ ...load, workers: [] })).toContain('No worker tells');
});
