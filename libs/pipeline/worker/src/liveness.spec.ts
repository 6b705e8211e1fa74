import { describe, expect, it } from '@jest/globals';
import { ManualClock, settle } from '@turnfleet/core/testing';
import { watchLiveness } from './liveness.ts';

function given() {
  const clock = new ManualClock();
  const membership = Promise.withResolvers<void>();
  const state = { health: null as string | null, kafka: null as string | null, clock: null as string | null };
  const engine = { health: () => state.health, ended: membership.promise };
  const liveness = watchLiveness(clock, engine, [
    { name: 'kafka', problem: () => state.kafka },
    { name: 'clock', problem: () => state.clock, isOurs: true },
  ]);
  let failure: unknown;
  liveness.failed.catch((error: unknown) => (failure = error));
  return { clock, membership, state, liveness, failure: () => failure };
}

describe('watching the engine', () => {
  it('gives up on one that stays stuck for ten seconds', async () => {
    const { clock, state, failure, liveness } = given();
    state.health = 'Partition 3 has not moved.';

    await clock.advance(10_000);
    expect(failure()).toBeUndefined();
    await clock.advance(1_000);

    expect(failure()).toMatchObject({ kind: 'internal', message: expect.stringContaining('Partition 3') });
    liveness.stop();
  });

  it('bears moments of weakness', async () => {
    const { clock, state, failure, liveness } = given();
    for (let round = 0; round < 10; round++) {
      state.health = 'Partition 3 has not moved.';
      await clock.advance(8_000);
      state.health = null;
      await clock.advance(2_000);
    }
    expect(failure()).toBeUndefined();
    liveness.stop();
  });

  it('ends no process that only waits for Kafka', async () => {
    const { clock, state, failure, liveness } = given();
    state.health = 'A commit has been under way for 95 s.';
    state.kafka = 'Kafka cannot be reached.';

    await clock.advance(600_000);

    expect(failure()).toBeUndefined();
    liveness.stop();
  });

  // Once nobody served them.
  it('ends a process that waits for its own clock, so that others take its partitions', async () => {
    const { clock, state, failure, liveness } = given();
    state.health = 'The record at chat.turns/3/7 has been running for 95 s.';
    state.clock = 'The clock of this process is 3600 s ahead of that of Redis.';

    await clock.advance(11_000);

    expect(failure()).toMatchObject({ kind: 'internal' });
    liveness.stop();
  });

  it('gives one whose clock has just been put right the time to go on', async () => {
    const { clock, state, failure, liveness } = given();
    state.health = 'The record at chat.turns/3/7 has been running for 95 s.';
    state.clock = 'The clock of this process is 180 s ahead of that of Redis.';
    await clock.advance(10_500);
    state.clock = null;
    await clock.advance(9_000);
    expect(failure()).toBeUndefined();
    await clock.advance(3_000);
    expect(failure()).toMatchObject({ kind: 'internal' });
    liveness.stop();
  });

  it('tells at once that the membership ended by itself', async () => {
    const { membership, failure, liveness } = given();
    membership.reject(new Error('the consumer crashed'));
    await settle();
    expect(failure()).toMatchObject({ message: 'the consumer crashed' });
    liveness.stop();
  });

  it('leaves no timer behind when it is stopped', async () => {
    const { clock, liveness } = given();
    await clock.advance(5_000);
    liveness.stop();
    expect(clock.pending).toBe(0);
  });
});
