import { describe, expect, it } from '@jest/globals';
import { TurnfleetError } from '@turnfleet/core';
import { startParts, stopAll } from './start-parts.ts';

/** Parts that note when they stop; `failing` ones reject. */
function partsNoting(stopped: string[], ...names: string[]) {
  return names.map((name) => ({
    name,
    stop: async () => {
      stopped.push(name);
      if (name.startsWith('failing')) throw new TurnfleetError('internal', `${name} did not stop.`);
    },
  }));
}

describe('stopping several parts', () => {
  it('goes in reverse order and past a failure, which it passes on', async () => {
    const stopped: string[] = [];
    const parts = partsNoting(stopped, 'a', 'failing b', 'c');
    await expect(stopAll(parts)).rejects.toThrow('failing b did not stop.');
    expect(stopped).toEqual(['c', 'failing b', 'a']);
  });

  it('tells all failures together', async () => {
    const parts = partsNoting([], 'failing a', 'failing b');
    await expect(stopAll(parts)).rejects.toThrow(/failing b did not stop\. failing a did not stop\./);
  });

  it('goes past a part that throws instead of rejecting', async () => {
    const stopped: string[] = [];
    const broken = {
      stop: () => {
        throw new Error('broken');
      },
    };
    await expect(stopAll([...partsNoting(stopped, 'a'), broken])).rejects.toThrow('broken');
    expect(stopped).toEqual(['a']);
  });
});

describe('starting several parts', () => {
  it('gives one thing that stops them all, in reverse order and once', async () => {
    const stopped: string[] = [];
    const [a, b] = partsNoting(stopped, 'a', 'b');
    const whole = await startParts(async (keep) => {
      if (a) keep(a);
      if (b) keep(b);
      return { address: 'here' };
    });
    expect(whole.address).toBe('here');
    await Promise.all([whole.stop(), whole.stop()]);
    expect(stopped).toEqual(['b', 'a']);
  });

  it('stops those that started when a later one does not, and says why that did not', async () => {
    const stopped: string[] = [];
    const starting = startParts(async (keep) => {
      for (const part of partsNoting(stopped, 'a', 'b')) keep(part);
      throw new TurnfleetError('overloaded', 'Redis is away.', { suggestion: 'Start it.' });
    });
    await expect(starting).rejects.toMatchObject({ kind: 'overloaded', message: 'Redis is away.' });
    expect(stopped).toEqual(['b', 'a']);
  });

  it('keeps the reason of the failed start in front when stopping fails too', async () => {
    const starting = startParts(async (keep) => {
      for (const part of partsNoting([], 'failing a')) keep(part);
      throw new TurnfleetError('overloaded', 'Redis is away.', { suggestion: 'Start it.' });
    });
    await expect(starting).rejects.toMatchObject({
      kind: 'overloaded',
      message: 'Redis is away. What had started did not stop cleanly either: failing a did not stop.',
      details: { suggestion: 'Start it.' },
    });
  });
});
