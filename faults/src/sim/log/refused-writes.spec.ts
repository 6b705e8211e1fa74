import { expect, it } from '@jest/globals';
import { ManualClock } from '@turnfleet/core/testing';
import { RefusedWrites } from './refused-writes.ts';

it('a process knows of refusals that last, until a write is taken or nobody has tried for a while', async () => {
  const clock = new ManualClock();
  const writes = new RefusedWrites(clock);
  const refusedFor = async (ms: number): Promise<string | null> => {
    writes.refused();
    await clock.advance(ms);
    writes.refused();
    return writes.problem();
  };
  expect(await refusedFor(4_000)).toBeNull();
  expect(await refusedFor(1_000)).toBe('Kafka refuses writes.');
  writes.taken();
  expect(writes.problem()).toBeNull();
  expect(await refusedFor(6_000)).not.toBeNull();
  await clock.advance(45_001);
  expect(writes.problem()).toBeNull();
});
