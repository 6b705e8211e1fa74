import { expect, it } from '@jest/globals';
import { reportOf, reportText } from './report.ts';

const death = { worker: 'a', at: 0, until: 1, inFlight: 100, lost: [], movedBesides: [] };
const measured = {
  seed: 7,
  accepted: 1_000,
  answered: 1_000,
  replies: 1_001,
  faults: 3,
  loadMs: 10_000,
  deaths: [
    { ...death, how: 'orchestrator_kill', progressMs: [9_000, 7_000, null] },
    { ...death, how: 'orchestrator_freeze', progressMs: [50_000] },
  ],
  reExecutions: [
    { worker: 'a', inFlight: 100, again: 40, beyondRunning: 1 },
    { worker: 'b', inFlight: 300, again: 0, beyondRunning: 1 },
  ],
  crashes: { 'orchestrator-2': 1 },
};

it('measures kills alone, counts what never moved with the minute that was waited, and shares of what was in flight', () => {
  expect(reportOf(measured)).toEqual({
    seed: 7,
    turns: 1_000,
    answered: 1_000,
    faults: 3,
    seconds: 10,
    turnsPerSecond: 100,
    killToProgressMs: { deaths: 1, median: 9_000, max: 60_000 },
    duplicateReplies: { count: 1, share: 0.000999 },
    reExecuted: { again: 40, beyondRunning: 2, shareOfInFlight: 0.005 },
    crashes: { 'orchestrator-2': 1 },
  });
});

it('says so in words', () => {
  const text = reportText(reportOf(measured));
  expect(text).toContain('median 9.0 s, longest 60.0 s');
  expect(text).toContain('2 (0.50 % of those in flight)');
  expect(text).toContain('orchestrator-2 1×');
});
