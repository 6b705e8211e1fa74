import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { Semaphore } from './semaphore.ts';
import { settle } from './testing.ts';

/** Work that ends when told to. */
function job() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  return { work: jest.fn(() => promise), finish: () => resolve('done'), fail: () => reject(new Error('broken')) };
}

describe('a semaphore', () => {
  it('lets as many run as it has places, the others in the order they came', async () => {
    const semaphore = new Semaphore(1);
    const [first, second, third] = [job(), job(), job()];
    const running = [first, second, third].map(({ work }) => semaphore.run(work));
    await settle();
    expect([first, second, third].map(({ work }) => work.mock.calls.length)).toEqual([1, 0, 0]);
    first.finish();
    await settle();
    expect([second, third].map(({ work }) => work.mock.calls.length)).toEqual([1, 0]);
    second.finish();
    third.finish();
    await expect(Promise.all(running)).resolves.toEqual(['done', 'done', 'done']);
  });

  it('passes on what the work throws and has its place back', async () => {
    const semaphore = new Semaphore(1);
    await expect(semaphore.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    const thrower = (): Promise<never> => {
      throw new Error('at once');
    };
    await expect(semaphore.run(thrower)).rejects.toThrow('at once');
    await expect(semaphore.run(async () => 'next')).resolves.toBe('next');
  });

  it('turns away who comes with an aborted signal, even when a place is free', async () => {
    const { work } = job();
    await expect(new Semaphore(1).run(work, AbortSignal.abort())).rejects.toMatchObject({ kind: 'cancelled' });
    expect(work).not.toHaveBeenCalled();
  });

  it('forgets who gave up waiting, and nobody else', async () => {
    const semaphore = new Semaphore(1);
    const [first, second, third] = [job(), job(), job()];
    const controller = new AbortController();
    const all = [
      semaphore.run(first.work),
      semaphore.run(second.work, controller.signal),
      semaphore.run(third.work),
    ] as const;
    controller.abort();
    await expect(all[1]).rejects.toMatchObject({ kind: 'cancelled' });
    first.finish();
    third.finish();
    await expect(all[2]).resolves.toBe('done');
    expect(second.work).not.toHaveBeenCalled();
  });

  it('keeps no listener on the signal of who was let in', async () => {
    const semaphore = new Semaphore(1);
    const [first, second] = [job(), job()];
    const { signal } = new AbortController();
    const removed = jest.spyOn(signal, 'removeEventListener');
    const running = [semaphore.run(first.work), semaphore.run(second.work, signal)];
    first.finish();
    second.finish();
    await Promise.all(running);
    expect(removed).toHaveBeenCalledTimes(1);
  });

  it('never runs more than it has places and starts everyone, whoever gives up, fails or finishes', async () => {
    const ways = fc.array(fc.constantFrom('finish', 'fail', 'give up'), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), ways, async (size, plan) => {
        const semaphore = new Semaphore(size);
        let running = 0;
        let most = 0;
        const controllers = plan.map(() => new AbortController());
        const ends = plan.map((how, i) =>
          semaphore.run(async () => {
            most = Math.max(most, ++running);
            await settle();
            running--;
            if (how === 'fail') throw new Error('broken');
          }, controllers[i]?.signal),
        );
        plan.forEach((how, i) => {
          if (how === 'give up') controllers[i]?.abort();
        });
        await Promise.allSettled(ends);
        expect(most).toBeLessThanOrEqual(size);
        // Every place is free again.
        await expect(
          Promise.all(Array.from({ length: size }, () => semaphore.run(async () => 1))),
        ).resolves.toHaveLength(size);
      }),
      { numRuns: 50 },
    );
  });
});
