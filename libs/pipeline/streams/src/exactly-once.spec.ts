import { describe, expect, it } from '@jest/globals';
import { claimAll } from '@turnfleet/conversation/testing';
import { ManualClock } from '@turnfleet/core/testing';
import { createMemoryState } from '@turnfleet/embedded';
import fc from 'fast-check';
import { openConversationEvents } from './conversation-events.ts';
import type { StreamEvent } from './stream-event.ts';
import { orchestrator } from './testing/orchestrator.ts';
import { openTurnEvents } from './turn-events.ts';

type Step =
  | { readonly do: 'append' | 'end'; readonly turn: number }
  | { readonly do: 'take'; readonly count: number }
  | { readonly do: 'reconnect' };

const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('append' as const), turn: fc.nat({ max: 2 }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('end' as const), turn: fc.nat({ max: 2 }) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('take' as const), count: fc.integer({ min: 1, max: 3 }) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('reconnect' as const) }) },
  ),
  { maxLength: 40 },
);

/** Plays a history while a reader takes events and reconnects; returns what was appended and what was seen. */
async function play(history: readonly Step[], turnOnly: string | null) {
  const clock = new ManualClock();
  const state = createMemoryState({ clock, partitions: 4, journalTtlMs: 3_600_000 });
  const worker = orchestrator(state, await claimAll(state.store, 4));
  const accepted = new Set<string>();
  const ended = new Set<string>();
  const seen: StreamEvent[] = [];
  let stop = new AbortController();
  const parts = { journal: state.journal, gateway: state.gateway, clock };
  let from: string | null = null;
  const open = async (): Promise<AsyncGenerator<StreamEvent> | null> => {
    const last = seen.at(-1)?.id ?? null;
    if (turnOnly !== null) return openTurnEvents(parts, { conversationId: 'c-1', turnId: turnOnly }, last, stop.signal);
    const opened = await openConversationEvents(parts, 'c-1', last ?? from, stop.signal);
    from ??= opened.from;
    return opened.events;
  };
  const ensureAccepted = async (turnId: string): Promise<void> => {
    if (accepted.has(turnId)) return;
    accepted.add(turnId);
    await state.journal.accept(
      'c-1',
      { type: 'turn.accepted', turnId, text: 'Hi', submittedAt: '2026-01-01T00:00:00Z' },
      '',
    );
  };
  let stream = await open();
  let asked: Promise<IteratorResult<StreamEvent>> | undefined;
  const take = async (): Promise<boolean> => {
    if (!stream) return false;
    asked ??= stream.next();
    // Whether an event is there, is a matter of promises only: the clock stands still.
    const next = await Promise.race([asked, new Promise<null>((resolve) => setImmediate(resolve, null))]);
    if (next === null) return false;
    asked = undefined;
    if (next.done) return false;
    seen.push(next.value);
    return true;
  };
  let number = 0;
  for (const step of history) {
    if (step.do === 'append' || step.do === 'end') {
      const turnId = `t-${step.turn}`;
      if (ended.has(turnId)) continue;
      await ensureAccepted(turnId);
      if (step.do === 'append') await worker.progress('c-1', { type: 'reply.delta', turnId, text: `${++number}` });
      else await worker.answer('c-1', turnId);
      if (step.do === 'end') ended.add(turnId);
    } else if (step.do === 'take') {
      for (let i = 0; i < step.count; i++) await take();
    } else {
      stop.abort();
      await asked;
      asked = undefined;
      stop = new AbortController();
      stream = await open();
    }
  }
  while (await take());
  stop.abort();
  await asked;
  const page = await state.journal.read('c-1', null);
  const all = page.kind === 'entries' ? page.entries : [];
  const expected = all.filter(({ event }) => turnOnly === null || event.turnId === turnOnly).map(({ id }) => id);
  return { expected, seen: seen.map(({ id }) => id), pending: clock.pending };
}

describe('a reader that reconnects with Last-Event-ID', () => {
  it('sees every event of a conversation exactly once, in order', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const { expected, seen, pending } = await play(history, null);
        expect(seen).toEqual(expected);
        expect(pending).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it('sees every event of a turn exactly once, in order', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const { expected, seen } = await play(history, 't-1');
        expect(seen).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });
});
