import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ManualClock, settle } from '@turnfleet/core/testing';
import { sendTurn, watchConversation } from './ingress-calls.ts';
import { watchServer } from './watch-server.ts';

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
        { clock, random: () => chance, key: null, refused: () => undefined },
        'c-1',
        () => undefined,
        () => undefined,
      );
    await settle();
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
    for (const chance of chances)
      void sendTurn({ clock, random: () => chance, key: null, refused: () => undefined }, 'c-1', 't-1', 'Any left?');
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

  it('send what was not accepted for as long as nobody answers, and not for ever what is refused', async () => {
    const clock = new ManualClock();
    const asked = jest.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('fetch failed'));
    const outcome = jest.fn();
    void sendTurn({ clock, random: () => 0.5, key: null, refused: () => undefined }, 'c-1', 't-1', 'Any left?').then(
      outcome,
    );
    await clock.advance(3_600_000);
    expect(outcome).not.toHaveBeenCalled();
    const refusal = { retryable: true, detail: 'It is being rebuilt.' };
    asked.mockImplementation(async () => Response.json(refusal, { status: 503 }));
    await clock.advance(120_000);
    expect(outcome).toHaveBeenCalledWith({ type: 'unsent', turnId: 't-1', problem: 'It is being rebuilt.' });
    expect(clock.pending).toBe(0);
  });
});

describe('a page whose server says nothing', () => {
  const { document } = globalThis as { document?: unknown };
  afterEach(() => {
    Object.assign(globalThis, { document });
    jest.restoreAllMocks();
  });

  it('finds out within ten seconds, and when it answers again; while nobody looks it does not ask', async () => {
    const clock = new ManualClock();
    const visible = { visibilityState: 'visible' };
    Object.assign(globalThis, { document: visible });
    const asked = jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response());
    const changes: boolean[] = [];
    const watch = watchServer(clock, (there) => void changes.push(there));
    await clock.advance(20_000);
    expect(changes).toEqual([]);
    asked.mockRejectedValue(new DOMException('late', 'TimeoutError'));
    await clock.advance(6_000);
    expect(changes).toEqual([false]);
    visible.visibilityState = 'hidden';
    const before = asked.mock.calls.length;
    await clock.advance(60_000);
    expect(asked.mock.calls.length).toBe(before);
    visible.visibilityState = 'visible';
    asked.mockResolvedValue(new Response());
    await clock.advance(6_000);
    expect(changes).toEqual([false, true]);
    watch.stop();
    expect(clock.pending).toBe(0);
  });
});
