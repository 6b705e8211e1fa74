import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ManualClock, settle } from '@turnfleet/core/testing';
import { sendTurn, watchConversation } from './client.ts';

/** A stream that the browser has given up: it does on an error answer. */
class BrokenSource {
  static readonly CLOSED = 2;
  readonly readyState = 2;
  onopen?: () => void;
  onerror?: () => void;
  addEventListener(): void {}
  close(): void {}
}

describe('pages whose server went away', () => {
  const chances = [0, 0.5, 0.999];
  const sources: BrokenSource[] = [];
  const { EventSource } = globalThis;
  beforeEach(() => {
    class Source extends BrokenSource {
      constructor() {
        super();
        sources.push(this);
      }
    }
    Object.assign(globalThis, { EventSource: Source });
  });
  afterEach(() => {
    sources.length = 0;
    Object.assign(globalThis, { EventSource });
    jest.restoreAllMocks();
  });

  it('open their streams anew at different moments', async () => {
    const clock = new ManualClock();
    for (const chance of chances)
      watchConversation(
        { clock, random: () => chance },
        'c-1',
        () => undefined,
        () => undefined,
      );
    for (const source of [...sources]) source.onerror?.();
    const opened = () => sources.length - chances.length;
    await clock.advance(999);
    expect(opened()).toBe(0);
    await clock.advance(1);
    expect(opened()).toBe(1);
    await clock.advance(1_000);
    expect(opened()).toBe(2);
    await clock.advance(998);
    expect(opened()).toBe(3);
  });

  it('send again what was not accepted at different moments', async () => {
    const clock = new ManualClock();
    const asked = jest.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('fetch failed'));
    for (const chance of chances) void sendTurn({ clock, random: () => chance }, 'c-1', 't-1', 'Any left?');
    await settle();
    const sentAgain = () => asked.mock.calls.length - chances.length;
    expect(sentAgain()).toBe(0);
    await clock.advance(1_000);
    expect(sentAgain()).toBe(1);
    await clock.advance(999);
    expect(sentAgain()).toBe(1);
    await clock.advance(1);
    expect(sentAgain()).toBe(3);
  });
});
