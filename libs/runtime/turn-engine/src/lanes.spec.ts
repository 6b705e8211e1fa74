import { describe, expect, it } from '@jest/globals';
import type { Priority } from '@turnfleet/contract/schemas';
import fc from 'fast-check';
import { FairShare } from './fair-share.ts';
import { Lanes } from './lanes.ts';

interface Item {
  readonly name: string;
  readonly lane: string;
  readonly sharer: string;
  readonly priority: Priority;
  readonly joins: string | null;
}

/** An item of the lane that its first letter names. */
const item = (name: string, changes: Partial<Item> = {}): Item => ({
  name,
  lane: name.slice(0, 1),
  sharer: '',
  priority: 2,
  joins: null,
  ...changes,
});
const joining = (name: string, joins = 'anna'): Item => item(name, { joins });
const take = (lanes: Lanes<Item>, admit: (one: Item) => boolean = () => true): string =>
  lanes
    .take(admit)
    .map(({ name }) => name)
    .join('+');

function given(...items: readonly Item[]): Lanes<Item> {
  const lanes = new Lanes<Item>(new FairShare());
  for (const one of items) lanes.add(one, 0);
  return lanes;
}

describe('Lanes', () => {
  it('gives the second record of a lane only after the first is over', () => {
    const lanes = given(item('a1'), item('a2'));
    expect([take(lanes), take(lanes)]).toEqual(['a1', '']);
    lanes.free('a', 1);
    expect(take(lanes)).toBe('a2');
  });

  it('gives records of other lanes meanwhile', () => {
    const lanes = given(item('a1'), item('b1'));
    expect([take(lanes), take(lanes)]).toEqual(['a1', 'b1']);
  });

  it('gives what was put back before what came after it', () => {
    const lanes = given(item('a1'), item('a2'));
    take(lanes);
    lanes.putBack([item('a1')], 1);
    expect(lanes.waiting).toBe(2);
    expect(take(lanes)).toBe('a1');
  });

  it('serves high priority first', () => {
    const lanes = given(
      item('low', { priority: 3 }),
      item('normal', { priority: 2 }),
      item('high', { priority: 1, lane: 'h' }),
    );
    expect([take(lanes), take(lanes), take(lanes)]).toEqual(['high', 'normal', 'low']);
  });

  it('serves a newcomer of another sharer before what a flood has waiting', () => {
    const flood = Array.from({ length: 50 }, (_, i) => item(`f${i}`, { lane: `f${i}`, sharer: 'flood' }));
    const lanes = given(...flood);
    for (let i = 0; i < 10; i++) take(lanes);
    lanes.add(item('acme', { sharer: 'acme' }), 1);
    expect([take(lanes), take(lanes)]).toContain('acme');
  });

  it('owes a sharer nothing for what went away with its partition', () => {
    const share = new FairShare();
    const [gone, kept] = [new Lanes<Item>(share), new Lanes<Item>(share)];
    for (let i = 0; i < 50; i++) gone.add(item('x', { lane: `x${i}`, sharer: 'acme' }), 0);
    gone.drop();
    kept.add(item('a1', { sharer: 'acme' }), 1);
    kept.add(item('b1', { sharer: 'other' }), 1);
    expect(take(kept)).toBe('a1');
  });

  it('tells since when the longest waiting lane is ready', () => {
    const lanes = new Lanes<Item>(new FairShare());
    expect(lanes.readySince).toBeUndefined();
    lanes.add(item('high', { priority: 1 }), 5);
    lanes.add(item('low', { priority: 3 }), 3);
    expect(lanes.readySince).toBe(3);
  });

  it('gives every record by itself if none is waited for, whatever would join', () => {
    const lanes = given(joining('a1'), joining('a2'));
    expect(take(lanes)).toBe('a1');
  });

  describe('that rest until others have come', () => {
    const restMs = 50;

    it('give together what came within the rest, and other lanes when theirs is over', () => {
      const lanes = new Lanes<Item>(new FairShare(), restMs);
      lanes.add(joining('a1'), 0);
      lanes.add(joining('b1'), 30);
      lanes.add(joining('a2'), 49);
      lanes.wake(49);
      expect(take(lanes)).toBe('');
      expect(lanes.wakesAt).toBe(50);
      lanes.wake(50);
      expect([take(lanes), take(lanes)]).toEqual(['a1+a2', '']);
      expect(lanes.wakesAt).toBe(80);
    });

    it('rest again when they are free and more waits, but not with what was put back', () => {
      const lanes = new Lanes<Item>(new FairShare(), restMs);
      lanes.add(joining('a1'), 0);
      lanes.wake(50);
      take(lanes);
      lanes.add(joining('a2'), 55);
      lanes.putBack([joining('a1')], 60);
      expect(take(lanes)).toBe('a1+a2');
      lanes.add(joining('a3'), 65);
      lanes.free('a', 70);
      expect(take(lanes)).toBe('');
      expect(lanes.wakesAt).toBe(120);
    });

    it('end a group before what runs by itself, which is not held up', () => {
      const lanes = new Lanes<Item>(new FairShare(), restMs);
      for (const one of [joining('a1'), item('a2'), joining('a3')]) lanes.add(one, 0);
      lanes.wake(50);
      expect(take(lanes)).toBe('a1');
      lanes.free('a', 60);
      expect(take(lanes)).toBe('a2');
    });

    it('end a group before what joins others', () => {
      const lanes = new Lanes<Item>(new FairShare(), restMs);
      for (const one of [joining('a1'), joining('a2', 'ben'), joining('a3', 'ben')]) lanes.add(one, 0);
      lanes.wake(50);
      expect(take(lanes)).toBe('a1');
      lanes.free('a', 50);
      lanes.wake(100);
      expect(take(lanes)).toBe('a2+a3');
    });

    it('end a group where the next is not admitted, and after 16', () => {
      const lanes = new Lanes<Item>(new FairShare(), restMs);
      for (let i = 1; i <= 40; i++) lanes.add(joining(`a${i}`), 0);
      lanes.wake(50);
      expect(take(lanes, ({ name }) => name !== 'a3')).toBe('a1+a2');
      lanes.free('a', 50);
      lanes.wake(100);
      expect(take(lanes).split('+')).toHaveLength(16);
    });
  });

  const command = fc.oneof(
    fc.record({
      do: fc.constant('add' as const),
      lane: fc.integer({ min: 0, max: 5 }),
      priority: fc.constantFrom<Priority>(1, 2, 3),
      joins: fc.constantFrom(null, 'anna', 'ben'),
    }),
    fc.record({ do: fc.constant('take' as const), atMost: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ do: fc.constantFrom('free' as const, 'putBack' as const), which: fc.nat(20) }),
  );

  it('lose nothing, keep each lane in order and never have two groups of a lane out', () => {
    fc.assert(
      fc.property(fc.constantFrom(0, 5), fc.array(command, { maxLength: 200 }), (restMs, commands) => {
        const lanes = new Lanes<Item & { number: number }>(new FairShare(), restMs);
        const out: (readonly (Item & { number: number })[])[] = [];
        const over: { lane: string; number: number }[] = [];
        let added = 0;
        const takeSome = (now: number, atMost: number): void => {
          lanes.wake(now);
          let size = 1;
          const group = lanes.take(() => ++size <= atMost);
          const [first] = group;
          if (!first) return;
          expect(out.flat().map(({ lane }) => lane)).not.toContain(first.lane);
          if (group.length > 1)
            expect(restMs > 0 && group.every(({ joins }) => joins !== null && joins === first.joins)).toBe(true);
          out.push(group);
        };
        const free = (group: readonly (Item & { number: number })[], now: number): void => {
          over.push(...group);
          if (group[0]) lanes.free(group[0].lane, now);
        };
        for (const [now, one] of commands.entries()) {
          if (one.do === 'add') {
            lanes.add({ ...item('x'), ...one, lane: `lane-${one.lane}`, number: added++ }, now);
          } else if (one.do === 'take') takeSome(now, one.atMost);
          else if (out.length > 0) {
            const [group] = out.splice(one.which % out.length, 1);
            if (!group) continue;
            if (one.do === 'putBack') lanes.putBack(group, now);
            else free(group, now);
          }
        }
        for (let now = commands.length; out.length > 0 || lanes.waiting > 0; now++) {
          takeSome(now, 3);
          const group = out.shift();
          if (group) free(group, now);
        }
        expect(over).toHaveLength(added);
        for (const lane of new Set(over.map((one) => one.lane))) {
          const numbers = over.filter((one) => one.lane === lane).map(({ number }) => number);
          expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
        }
      }),
    );
  });

  it('starve none, however many more important ones keep coming', () => {
    const lanes = given(item('patient', { priority: 3 }));
    const taken: string[] = [];
    for (let i = 0; taken.at(-1) !== 'patient'; i++) {
      lanes.add(item('urgent', { lane: `urgent-${i}`, priority: 1 }), i);
      lanes.add(item('urgent', { lane: `other-${i}`, priority: 1 }), i);
      taken.push(take(lanes));
    }
    expect(taken.length).toBeLessThanOrEqual(9);
  });
});
