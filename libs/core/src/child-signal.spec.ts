import { describe, expect, it } from '@jest/globals';
import { childSignal } from './child-signal.ts';

describe('a child signal', () => {
  const parentEnds = new Error('the parent ends');
  const childEnds = new Error('the child ends');

  it('ends with its parent and for its reason, or by itself', () => {
    const parent = new AbortController();
    const [one, other] = [childSignal(parent.signal), childSignal(parent.signal)];
    other.abort(childEnds);
    expect([one.signal.aborted, parent.signal.aborted]).toEqual([false, false]);
    parent.abort(parentEnds);
    expect([one.signal.reason, other.signal.reason]).toEqual([parentEnds, childEnds]);
  });

  it('of a parent that has ended has ended', () => {
    expect(childSignal(AbortSignal.abort(parentEnds)).signal.reason).toBe(parentEnds);
  });

  it('follows its parent no longer once it is let go', () => {
    const parent = new AbortController();
    const child = childSignal(parent.signal);
    child[Symbol.dispose]();
    parent.abort(parentEnds);
    expect(child.signal.aborted).toBe(false);
  });
});
