import { describe, expect, it } from '@jest/globals';
import { settle } from './testing.ts';
import { Turnstile } from './turnstile.ts';

describe('A turnstile', () => {
  it('lets a few pass at once, the others in later turns of the event loop and in their order', async () => {
    const turnstile = new Turnstile(2);
    const passed: number[] = [];
    const perTurn: number[][] = [];
    for (let i = 0; i < 7; i++) {
      const waits = turnstile.pass();
      if (waits) void waits.then(() => passed.push(i));
      else passed.push(i);
    }
    for (let turn = 0; turn < 4; turn++) {
      perTurn.push([...passed]);
      await settle();
    }
    expect(perTurn).toEqual([
      [0, 1],
      [0, 1, 2, 3],
      [0, 1, 2, 3, 4, 5],
      [0, 1, 2, 3, 4, 5, 6],
    ]);
  });

  it('lets nobody overtake who waits', async () => {
    const turnstile = new Turnstile(1);
    void turnstile.pass();
    const passed: string[] = [];
    void turnstile.pass()?.then(() => passed.push('first'));
    void turnstile.pass()?.then(() => passed.push('second'));
    await settle();
    void turnstile.pass()?.then(() => passed.push('third'));
    for (let i = 0; i < 3; i++) await settle();
    expect(passed).toEqual(['first', 'second', 'third']);
  });

  it('costs nothing once nobody comes', async () => {
    const turnstile = new Turnstile(1);
    expect(turnstile.pass()).toBeUndefined();
    await settle();
    expect(turnstile.pass()).toBeUndefined();
  });
});
