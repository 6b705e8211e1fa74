import { getEventListeners } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { TurnfleetError } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import fc from 'fast-check';
import { WaitingLines } from './waiting-lines.ts';

const never = new AbortController().signal;

describe('turns that wait for room', () => {
  it('are served in the order in which they came, and who did not wait comes last', () => {
    const lines = new WaitingLines();
    const [first, second, other] = [lines.place(), lines.place(), lines.place()];
    first.join('e');
    second.join('e');
    second.join('e');
    expect([first, second, other].map((place) => place.ahead(['e', 'none']))).toEqual([0, 1, 2]);
    first.leave();
    expect([second, other].map((place) => place.ahead(['e']))).toEqual([0, 1]);
    second.leave();
    expect(other.ahead(['e'])).toBe(0);
  });

  it('are counted once, in however many lines they stand, until they leave', () => {
    const lines = new WaitingLines();
    const [first, second] = [lines.place(), lines.place()];
    first.join('e');
    first.join('m@e');
    second.join('m@e');
    expect([['e'], ['e', 'm@e'], ['none'], []].map((names) => lines.waiting(names))).toEqual([1, 2, 0, 0]);
    first.leave();
    expect(lines.waiting(['e', 'm@e'])).toBe(1);
  });

  it('are woken when they have become the first, else after their time', async () => {
    const [clock, lines] = [new ManualClock(), new WaitingLines()];
    const places = [lines.place(), lines.place(), lines.place()] as const;
    for (const place of places) place.join('e');
    const woken: number[] = [];
    const waits = places.map(async (place, i) => {
      await place.wait(clock, 1_000, never);
      woken.push(i);
    });
    places[0].leave();
    await waits[1];
    expect(woken).toEqual([1]);
    await clock.advance(1_000);
    await Promise.all(waits);
    expect(woken).toEqual([1, 0, 2]);
    expect(clock.pending).toBe(0);
  });

  it('are called off at once, and leave nothing behind', async () => {
    const [clock, lines] = [new ManualClock(), new WaitingLines()];
    const place = lines.place();
    place.join('e');
    const asked = new AbortController();
    const waiting = place.wait(clock, 1_000, asked.signal);
    const reason = new TurnfleetError('cancelled', 'The shopper left.');
    asked.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(place.wait(clock, 1_000, asked.signal)).rejects.toBe(reason);
    expect([clock.pending, getEventListeners(asked.signal, 'abort')]).toEqual([0, []]);
  });

  it('are no more than a thousand', () => {
    const lines = new WaitingLines();
    const joined = Array.from({ length: 1_001 }, () => lines.place()).map((place) => place.join('e'));
    expect(joined.filter((one) => !one)).toHaveLength(1);
    expect(lines.place().join('other')).toBe(true);
  });

  it('keep their order whoever joins and leaves', () => {
    const moves = fc.array(fc.tuple(fc.nat(7), fc.constantFrom('join', 'leave')), { maxLength: 60 });
    fc.assert(
      fc.property(moves, (all) => {
        const lines = new WaitingLines();
        const places = Array.from({ length: 8 }, () => lines.place());
        const waiting: number[] = [];
        for (const [who, what] of all) {
          const at = waiting.indexOf(who);
          if (what === 'join' && at < 0) waiting.push(who);
          if (what === 'leave' && at >= 0) waiting.splice(at, 1);
          if (what === 'join') places[who]?.join('e');
          else places[who]?.leave();
          const expected = places.map((_, i) => (waiting.includes(i) ? waiting.indexOf(i) : waiting.length));
          expect(places.map((place) => place.ahead(['e']))).toEqual(expected);
        }
      }),
    );
  });
});
