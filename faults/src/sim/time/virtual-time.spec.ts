import { describe, expect, it } from '@jest/globals';
import { VirtualTime } from './virtual-time.ts';

describe('Virtual time', () => {
  it('stands at whole milliseconds, whatever a timer is set to: generations are made of it', async () => {
    const time = new VirtualTime(1_000);
    const seen: number[] = [];
    time.setTimer(2.25, () => seen.push(time.now()));
    await time.run(2_000);
    expect(seen).toEqual([1_003]);
  });

  it('fires the next timer only when all that the one before set off has settled', async () => {
    const time = new VirtualTime(0);
    const seen: string[] = [];
    const work = async (): Promise<void> => {
      for (let i = 0; i < 3; i++) await Promise.resolve();
      seen.push('settled');
    };
    time.setTimer(1, () => void work());
    time.setTimer(1, () => seen.push('next'));
    await time.run(10);
    expect(seen).toEqual(['settled', 'next']);
  });

  it('leaps over hours in which what beats goes on as it did, and what a process waits for that long is due', async () => {
    const time = new VirtualTime(0);
    const hour = 3_600_000;
    const seen: [string, number][] = [];
    const see = (what: string) => () => void seen.push([what, time.now()]);
    time.setProcessTimer(1_000, see('beat'));
    time.setProcessTimer(2 * hour, see('hourly'));
    time.setProcessTimer(9 * hour, see('later'));
    time.setTimer(hour, see('planned'));
    await time.run(500);
    time.onLeap((ms) => seen.push(['leapt', ms]));
    time.leap(3 * hour);
    await time.run(time.now() + 2_000);
    expect(seen).toEqual([
      ['leapt', 3 * hour],
      ['hourly', 500 + 3 * hour],
      ['beat', 1_000 + 3 * hour],
    ]);
    expect(time.monotonic()).toBe(2_500 + 3 * hour);
    await time.run(10 * hour);
    expect(seen.slice(3)).toEqual([
      ['planned', 4 * hour],
      ['later', 9 * hour],
    ]);
  });

  it('fires what is due at the same time in the order of being set, and nothing that was cancelled', async () => {
    const time = new VirtualTime(0);
    const seen: number[] = [];
    const timers = [1, 2, 3].map((number) => time.setTimer(5, () => seen.push(number)));
    timers[1]?.cancel();
    await time.run(10);
    expect(seen).toEqual([1, 3]);
    expect(time.now()).toBe(10);
  });

  it('stands still until what is asked outside has been answered, and whoever waited for that has gone on', async () => {
    const time = new VirtualTime(0);
    const seen: [string, number][] = [];
    const see = (what: string) => () => void seen.push([what, time.now()]);
    const answers = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
    time.setTimer(10, () => {
      for (const { promise } of answers) {
        time.hold(promise);
        promise.then(see('answered'), see('refused'));
      }
    });
    time.setTimer(20, see('next'));
    const running = time.run(100);
    await new Promise(setImmediate);
    expect([seen, time.now()]).toEqual([[], 10]);
    answers[1].reject(new Error('no'));
    await new Promise(setImmediate);
    answers[0].resolve();
    await running;
    expect(seen).toEqual([
      ['refused', 10],
      ['answered', 10],
      ['next', 20],
    ]);
  });
});
