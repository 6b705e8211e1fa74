import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Lanes, type Priority } from './lanes.ts';

describe('Lanes', () => {
  it('gives the second record of a lane only after the first is over', () => {
    const lanes = new Lanes<string>();
    lanes.add('a', 2, 'a1', 0);
    lanes.add('a', 2, 'a2', 0);
    expect([lanes.take(), lanes.take()]).toEqual(['a1', undefined]);
    lanes.free('a', 1);
    expect(lanes.take()).toBe('a2');
  });

  it('gives records of other lanes meanwhile', () => {
    const lanes = new Lanes<string>();
    lanes.add('a', 2, 'a1', 0);
    lanes.add('b', 2, 'b1', 0);
    expect([lanes.take(), lanes.take()]).toEqual(['a1', 'b1']);
  });

  it('gives what was put back before what came after it', () => {
    const lanes = new Lanes<string>();
    lanes.add('a', 2, 'a1', 0);
    lanes.add('a', 2, 'a2', 0);
    lanes.take();
    lanes.putBack('a', 2, 'a1', 1);
    expect(lanes.waiting).toBe(2);
    expect(lanes.take()).toBe('a1');
  });

  it('serves high priority first', () => {
    const lanes = new Lanes<string>();
    lanes.add('low', 3, 'low', 0);
    lanes.add('normal', 2, 'normal', 0);
    lanes.add('high', 1, 'high', 0);
    expect([lanes.take(), lanes.take(), lanes.take()]).toEqual(['high', 'normal', 'low']);
  });

  it('lets a lane that has waited long go before a more important newcomer', () => {
    const lanes = new Lanes<string>();
    lanes.add('low', 3, 'low', 0);
    lanes.add('high', 1, 'high', 60_000);
    expect(lanes.take()).toBe('low');
  });

  it('tells since when the longest waiting lane is ready', () => {
    const lanes = new Lanes<string>();
    expect(lanes.readySince).toBeUndefined();
    lanes.add('high', 1, 'high', 5);
    lanes.add('low', 3, 'low', 3);
    expect(lanes.readySince).toBe(3);
  });

  const command = fc.oneof(
    fc.record({
      do: fc.constant('add' as const),
      lane: fc.integer({ min: 0, max: 5 }),
      priority: fc.constantFrom<Priority>(1, 2, 3),
    }),
    fc.record({ do: fc.constant('take' as const) }),
    fc.record({ do: fc.constantFrom('free' as const, 'putBack' as const), which: fc.nat(20) }),
  );

  it('loses nothing, keeps each lane in order and never has two of a lane out', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 200 }), (commands) => {
        const lanes = new Lanes<{ lane: string; priority: Priority; number: number }>();
        const out: { lane: string; priority: Priority; number: number }[] = [];
        const over: { lane: string; number: number }[] = [];
        let added = 0;
        const take = (): void => {
          const item = lanes.take();
          if (!item) return;
          expect(out.map(({ lane }) => lane)).not.toContain(item.lane);
          out.push(item);
        };
        for (const [now, one] of commands.entries()) {
          if (one.do === 'add') {
            const lane = `lane-${one.lane}`;
            lanes.add(lane, one.priority, { lane, priority: one.priority, number: added++ }, now);
          } else if (one.do === 'take') take();
          else if (out.length > 0) {
            const [item] = out.splice(one.which % out.length, 1);
            if (!item) continue;
            if (one.do === 'putBack') lanes.putBack(item.lane, item.priority, item, now);
            else {
              over.push(item);
              lanes.free(item.lane, now);
            }
          }
        }
        for (let now = commands.length; out.length > 0 || lanes.waiting > 0; now++) {
          take();
          const item = out.shift();
          if (!item) continue;
          over.push(item);
          lanes.free(item.lane, now);
        }
        expect(over).toHaveLength(added);
        for (const lane of new Set(over.map((item) => item.lane))) {
          const numbers = over.filter((item) => item.lane === lane).map(({ number }) => number);
          expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
        }
      }),
    );
  });

  it('starves no lane, however many more important ones keep coming', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), (everyMs) => {
        const lanes = new Lanes<string>();
        lanes.add('patient', 3, 'patient', 0);
        let now = 0;
        for (let taken: string | undefined; taken !== 'patient'; now += everyMs) {
          lanes.add(`urgent-${now}`, 1, 'urgent', now);
          taken = lanes.take();
        }
        expect(now).toBeLessThanOrEqual(4_000 + 2 * everyMs);
      }),
    );
  });
});
