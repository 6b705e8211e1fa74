import { expect, it } from '@jest/globals';
import { silentLogger } from '@turnfleet/core';
import { ManualClock, settle } from '@turnfleet/core/testing';
import { createMemorySessions } from '@turnfleet/embedded';
import { Hub } from './hub.ts';

it('listens again when the store was away, and leaves no timer behind when it stops meanwhile', async () => {
  const clock = new ManualClock(0);
  let asked = 0;
  const listen = async (): Promise<never> => {
    asked++;
    throw new Error('away');
  };
  const sessions = { ...createMemorySessions(clock), listen };
  const hub = new Hub({ clock, logger: silentLogger, random: () => 0, sessions, limit: 1 });
  await settle();
  await clock.advance(1_000);
  expect(asked).toBe(2);
  hub.stop();
  expect(clock.pending).toBe(0);
});
