import { describe, expect, it } from '@jest/globals';
import { repeat } from './repeat.ts';
import { ManualClock } from './testing.ts';

describe('looking again and again', () => {
  it('waits for the end of a look before it counts the pause to the next', async () => {
    const clock = new ManualClock();
    const looks: PromiseWithResolvers<void>[] = [];
    const looking = repeat(
      clock,
      () => 100,
      () => {
        const look = Promise.withResolvers<void>();
        looks.push(look);
        return look.promise;
      },
    );
    await clock.advance(1_000);
    expect(looks).toHaveLength(0);
    looking.start();
    await clock.advance(1_000);
    expect(looks).toHaveLength(1);
    looks[0]?.resolve();
    await clock.advance(99);
    expect(looks).toHaveLength(1);
    await clock.advance(1);
    expect(looks).toHaveLength(2);
  });

  it('stops when the look under way has ended, and leaves no timer', async () => {
    const clock = new ManualClock();
    const look = Promise.withResolvers<void>();
    const looking = repeat(
      clock,
      () => 100,
      () => look.promise,
    );
    looking.start();
    await clock.advance(100);
    let stopped = false;
    const stopping = looking.stop().then(() => {
      stopped = true;
    });
    await clock.advance(1_000);
    expect(stopped).toBe(false);
    look.resolve();
    await stopping;
    expect(clock.pending).toBe(0);
  });
});
