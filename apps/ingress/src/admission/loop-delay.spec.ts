import { expect, it } from '@jest/globals';
import { systemClock } from '@turnfleet/core';
import { settle } from '@turnfleet/core/testing';
import { watchLoopDelay } from './loop-delay.ts';

const busyMs = 60;

it('the delay of the event loop is seen while something holds it up again and again', async () => {
  const delay = watchLoopDelay(systemClock);
  expect(delay.ms()).toBe(0);
  let seen = 0;
  for (const startedAt = performance.now(); seen < busyMs / 3 && performance.now() - startedAt < 10_000; ) {
    for (const began = performance.now(); performance.now() - began < busyMs; );
    await settle();
    seen = delay.ms();
  }
  expect(seen).toBeGreaterThanOrEqual(busyMs / 3);
  delay.stop();
});
