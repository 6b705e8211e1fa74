import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Feed, isEntryAt, sourceAt, WrongSequence } from './feed.ts';
import { newSession, type SessionState } from './session-state.ts';

const sources = ['a', 'b', 'c'];

/** A client, its connection and an instance that may die, over journals that only grow. */
class Scene {
  readonly told = new Map(sources.map((source) => [source, 0]));
  readonly seen: [source: string, number: number][] = [];
  /** What whoever takes over finds. */
  kept: SessionState = newSession;
  feed = Feed.resume(newSession, 0);
  /** Sequences that are on the wire, oldest first. */
  wire: { readonly sequence: number; readonly source: string; readonly number: number }[] = [];
  has = 0;

  constructor() {
    for (const source of sources) this.feed.open(source, '7-0');
    this.save();
  }

  save(): void {
    this.kept = JSON.parse(JSON.stringify(this.feed.state)) as SessionState;
    this.feed.saved();
  }

  tell(source: string): void {
    const number = (this.told.get(source) ?? 0) + 1;
    this.told.set(source, number);
    const sequence = this.feed.place(source, `7-${number}`);
    // Saved first, where it has to be.
    if (this.feed.isUnsaved) this.save();
    this.wire.push({ sequence, source, number });
  }

  receive(): void {
    const message = this.wire.shift();
    if (!message) return;
    expect(message.sequence).toBe(this.has + 1);
    this.has = message.sequence;
    const [known, id] = [this.kept, `7-${message.number}`];
    expect(isEntryAt(known, this.has, message.source, id)).toBe(true);
    if (known.runs.some(({ from }) => from <= this.has)) {
      expect(isEntryAt(known, this.has, message.source, `${id}0`)).toBe(false);
      expect(isEntryAt(known, this.has, 'none', id)).toBe(false);
    }
    this.seen.push([message.source, message.number]);
  }

  acknowledge(): void {
    this.feed.acknowledge(this.has);
  }

  /** The instance is gone, with all it had in memory; the journals are read on from where the state says. */
  die(): void {
    this.wire = [];
    this.feed = Feed.resume(this.kept, this.has);
    for (const source of sources) {
      const [, number = ''] = this.feed.position(source)?.split('-') ?? [];
      this.told.set(source, Number(number));
    }
  }
}

type Step = ['tell', string] | ['receive'] | ['acknowledge'] | ['die'];
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constant('tell' as const), fc.constantFrom(...sources)) },
  { weight: 5, arbitrary: fc.constant<Step>(['receive']) },
  { weight: 2, arbitrary: fc.constant<Step>(['acknowledge']) },
  { weight: 1, arbitrary: fc.constant<Step>(['die']) },
);

describe('the numbers of a session', () => {
  it('lose and repeat no entry of any source, whenever an instance dies and whatever the client has by then', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const scene = new Scene();
        for (const [what, source] of steps) {
          if (what === 'tell') scene.tell(source);
          else scene[what]();
        }
        for (const source of sources) {
          const numbers = scene.seen.filter(([of]) => of === source).map(([, number]) => number);
          expect(numbers).toEqual(numbers.map((_, i) => i + 1));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('need no word to the store while one source goes on, acknowledged or not', () => {
    const feed = Feed.resume(newSession, 0);
    feed.open('a', '7-0');
    feed.place('a', '7-1');
    feed.saved();
    for (let number = 2; number < 100; number++) {
      expect(feed.place('a', `7-${number}`)).toBe(number);
      if (number % 10 === 0) feed.acknowledge(number - 1);
    }
    expect(feed.isUnsaved).toBe(false);
  });

  it('need one when another source comes between, when its generation ends, and for what stands in for entries', () => {
    const feed = Feed.resume(newSession, 0);
    for (const [source, id, alone] of [
      ['a', '7-1', false],
      ['b', '7-1', false],
      ['b', '8-1', false],
      ['b', '8-5', true],
      ['b', '8-6', false],
    ] as const) {
      feed.saved();
      feed.place(source, id, alone);
      expect(feed.isUnsaved).toBe(true);
    }
  });

  it('go on after what stood in for entries', () => {
    const feed = Feed.resume(newSession, 0);
    feed.open('a', '7-3');
    feed.place('a', '8-5', true);
    expect(Feed.resume(feed.state, 0).position('a')).toBe('7-3');
    expect(Feed.resume(feed.state, 1).position('a')).toBe('8-5');
    expect(() => Feed.resume(feed.state, 2)).toThrow(WrongSequence);
  });

  it('of an earlier subscription say nothing of the next one', () => {
    const feed = Feed.resume(newSession, 0);
    feed.open('a', '7-0');
    for (let number = 1; number <= 5; number++) feed.place('a', `7-${number}`);
    feed.close('a');
    feed.open('a', '7-50');
    expect(feed.position('a')).toBe('7-50');
    const again = Feed.resume(feed.state, 3);
    expect(again.position('a')).toBe('7-50');
    again.place('a', '7-51');
    expect(again.position('a')).toBe('7-51');
  });

  it('say what was expected where the client cannot have what it says', () => {
    const feed = Feed.resume(newSession, 0);
    feed.open('a', '7-0');
    for (let number = 1; number <= 5; number++) feed.place('a', `7-${number}`);
    feed.acknowledge(4);
    expect(() => feed.acknowledge(6)).toThrow(expect.objectContaining({ expected: 5 }));
    feed.acknowledge(3);
    expect(() => Feed.resume(feed.state, 3)).toThrow(expect.objectContaining({ expected: 4 }));
    expect(() => Feed.resume(newSession, 1)).toThrow(expect.objectContaining({ expected: 0, kind: 'conflict' }));
    expect(sourceAt(feed.state, 5)).toBe('a');
  });
});
