import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ManualClock } from '@turnfleet/core/testing';
import { signals } from './signals.ts';

describe('signals', () => {
  const names = ['SIGINT', 'SIGTERM'] as const;
  let before: (readonly [NodeJS.Signals, readonly unknown[]])[];
  beforeEach(() => {
    before = names.map((name) => [name, process.listeners(name)] as const);
  });
  afterEach(() => {
    for (const [name, listeners] of before) {
      for (const listener of process.listeners(name)) if (!listeners.includes(listener)) process.off(name, listener);
    }
  });

  it('resolve with the first, whichever it is', async () => {
    const asked = signals(new ManualClock(), { first: jest.fn(), second: jest.fn() });
    expect(asked.received()).toBe(false);
    process.emit('SIGTERM', 'SIGTERM');
    expect(asked.received()).toBe(true);
    await expect(asked.first).resolves.toBe('SIGTERM');
  });

  it('take one Ctrl-C that arrives three times for one, and the next for the second', async () => {
    const clock = new ManualClock();
    const on = { first: jest.fn(), second: jest.fn() };
    signals(clock, on);
    for (let i = 0; i < 3; i++) process.emit('SIGINT', 'SIGINT');
    await clock.advance(500);
    expect([on.first.mock.calls.length, on.second.mock.calls.length]).toEqual([1, 0]);
    process.emit('SIGINT', 'SIGINT');
    expect(on.second).toHaveBeenCalledWith('SIGINT');
  });
});
