import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@turnfleet/core/testing';
import type { Piece } from './generation.ts';
import { type Latency, paced } from './pace.ts';

const pieces = ['a', 'b', 'c', 'd'].map((text): Piece => ({ kind: 'text', text, tokens: 1 }));

/** Reads in the background; what has come so far is in `texts`. */
function reading(latency: Latency, clock: ManualClock, signal = new AbortController().signal) {
  const texts: string[] = [];
  const done = (async () => {
    for await (const batch of paced(pieces, latency, clock, signal)) {
      texts.push(batch.map((piece) => (piece.kind === 'text' ? piece.text : '')).join(''));
    }
  })();
  return { texts, done };
}

describe('the pace of an answer', () => {
  it('waits for the first token, then gives one token after another', async () => {
    const clock = new ManualClock();
    const { texts, done } = reading({ ttftMs: 100, tokensPerSecond: 10 }, clock);
    await clock.advance(99);
    expect(texts).toEqual([]);
    await clock.advance(1);
    expect(texts).toEqual(['a']);
    await clock.advance(100);
    expect(texts).toEqual(['a', 'b']);
    await clock.advance(200);
    await done;
    expect(texts).toEqual(['a', 'b', 'c', 'd']);
    expect(clock.pending).toBe(0);
  });

  it('gives everything at once without a rate', async () => {
    const { texts, done } = reading({ ttftMs: 0, tokensPerSecond: 0 }, new ManualClock());
    await done;
    expect(texts).toEqual(['abcd']);
  });

  it('ends with the request', async () => {
    const clock = new ManualClock();
    const abort = new AbortController();
    const { done } = reading({ ttftMs: 100, tokensPerSecond: 10 }, clock, abort.signal);
    const rejected = expect(done).rejects.toThrow();
    abort.abort();
    await rejected;
    expect(clock.pending).toBe(0);
  });
});
