import { expect, it } from '@jest/globals';
import { isDueToEscalate } from './escalation.ts';

it('escalates what waits for too long for its priority, and nothing that an agent has', () => {
  const since = '2026-01-01T09:00:00.000Z';
  const due = (state: 'waiting' | 'claimed', priority: 1 | 2 | 3, waitedMs: number) =>
    isDueToEscalate({ state, priority, since }, Date.parse(since) + waitedMs, { toTwoMs: 300, toOneMs: 600 });
  expect(due('waiting', 3, 299)).toBe(false);
  expect(due('waiting', 3, 300)).toBe(true);
  expect(due('waiting', 2, 300)).toBe(false);
  expect(due('waiting', 2, 600)).toBe(true);
  expect(due('waiting', 1, 1e9)).toBe(false);
  expect(due('claimed', 3, 1e9)).toBe(false);
});
