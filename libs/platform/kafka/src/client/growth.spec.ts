import { describe, expect, it, jest } from '@jest/globals';
import { type Logger, silentLogger } from '@turnfleet/core';
import { watchGrowth } from './growth.ts';

function given() {
  const counts = new Map([
    ['chat.turns', 24],
    ['chat.replies', 24],
  ]);
  const error = jest.fn<Logger['error']>();
  const growth = watchGrowth({ ...silentLogger, error }, (topic) => counts.get(topic) ?? 0);
  for (const [topic, count] of counts) growth.counted(topic, count);
  return { counts, error, growth };
}

describe('partitions that are added while a process runs', () => {
  // Once nobody noticed them.
  it('are told once: which, what that means, and what to do', () => {
    const { counts, error, growth } = given();
    growth.look();
    expect([growth.problem(), growth.added]).toEqual([null, 0]);

    counts.set('chat.turns', 36);
    for (let i = 0; i < 3; i++) growth.look();

    expect(growth.problem()).toMatch(/chat\.turns has 36 partitions instead of 24\..* will be refused\. What to do/);
    expect([growth.added, error.mock.calls.length]).toEqual([12, 1]);
  });

  it('are compared with what this process counted first, however often they are counted later', () => {
    const { counts, error, growth } = given();
    counts.set('chat.turns', 25);
    growth.counted('chat.turns', 25);
    growth.look();
    counts.set('chat.replies', 26);
    growth.look();
    expect([growth.added, error.mock.calls.length]).toEqual([3, 2]);
  });

  it('are none where metadata is incomplete for a moment', () => {
    const { counts, growth } = given();
    counts.delete('chat.turns');
    growth.look();
    expect([growth.problem(), growth.added]).toEqual([null, 0]);
  });
});
