import { describe, expect, it } from '@jest/globals';
import type { AgentPresence } from './handoff-queue.ts';
import { placeInQueue, suits } from './place-in-queue.ts';

const minute = 60_000;
const now = Date.parse('2026-01-01T09:00:00Z');
const wang: AgentPresence = { id: 'wang', name: '小王', skills: ['orders'], languages: ['zh'], capacity: 3 };
const ana: AgentPresence = { id: 'ana', name: 'Ana', skills: ['orders'], languages: ['en'], capacity: 3 };
const waits = { skill: 'orders', locale: 'zh-CN', wanted: null } as const;

describe('placeInQueue', () => {
  it('estimates from how many conversations the agents took who are there and can take it', () => {
    const claims = [1, 4, 6, 10].map((ago) => ({ agent: 'wang', at: now - ago * minute }));
    // Four in ten minutes: the third from here is served in 7.5.
    expect(placeInQueue(waits, 2, { agents: [wang, ana], claims, now })).toEqual({
      ...{ place: 3, ahead: 2, estimateMs: 7.5 * minute },
    });
  });

  it('does not guess from agents who are away, do not speak the language, or took something long ago', () => {
    const claims = [
      { agent: 'ana', at: now - minute },
      { agent: 'wang', at: now - 16 * minute },
    ];
    const none = { place: 1, ahead: 0, estimateMs: null };
    expect(placeInQueue(waits, 0, { agents: [wang, ana], claims, now })).toEqual(none);
    expect(placeInQueue({ ...waits, locale: 'en' }, 0, { agents: [wang], claims, now })).toEqual(none);
  });

  it('promises nobody a rate from a single claim of a moment ago', () => {
    const claims = [{ agent: 'wang', at: now - 10 }];
    expect(placeInQueue(waits, 0, { agents: [wang], claims, now }).estimateMs).toBe(minute);
  });
});

it('lets an agent take what is in their language and of their skills, or was passed on to them', () => {
  expect(suits(wang, waits)).toBe(true);
  expect(suits(wang, { ...waits, locale: 'en' })).toBe(false);
  expect(suits(wang, { ...waits, skill: 'returns' })).toBe(false);
  expect(suits(ana, { ...waits, wanted: 'ana' })).toBe(true);
  expect(suits(wang, { ...waits, wanted: 'ana' })).toBe(false);
});
