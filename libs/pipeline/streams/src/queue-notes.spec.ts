import { describe, expect, it } from '@jest/globals';
import { ManualClock, settle } from '@turnfleet/core/testing';
import { withQueueNotes } from './queue-notes.ts';
import type { StreamEvent } from './stream-event.ts';

function streaming(left: (waitedMs: number) => number | null) {
  const clock = new ManualClock();
  const waiting: ((event: StreamEvent | null) => void)[] = [];
  let returned = false;
  async function* events(): AsyncGenerator<StreamEvent> {
    try {
      for (;;) {
        const event = await new Promise<StreamEvent | null>((resolve) => void waiting.push(resolve));
        if (!event) return;
        yield event;
      }
    } finally {
      returned = true;
    }
  }
  const waitLeft = (_: number, waitedMs: number) => {
    const startsInMs = left(waitedMs);
    return startsInMs === null ? null : { startsInMs, position: Math.ceil(startsInMs / 100) };
  };
  const told: string[] = [];
  const reading = (async () => {
    for await (const { id, type, data } of withQueueNotes(events(), { clock, waitLeft })) {
      const { estimatedStartMs } = data as { estimatedStartMs?: number };
      told.push(type === 'turn.queued' ? `${id} queued ${estimatedStartMs}` : `${id} ${type}`);
    }
  })();
  const tell = async (id: string, type: StreamEvent['type']): Promise<void> => {
    await settle();
    const submittedAt = new Date(clock.now()).toISOString();
    waiting.shift()?.({ id, type, data: { turnId: 't-1', submittedAt } });
    await settle();
  };
  const end = async (): Promise<void> => {
    await settle();
    waiting.shift()?.(null);
    await reading;
  };
  return { clock, told, tell, end, returned: () => returned };
}

describe('a turn that waits', () => {
  it('is told when it begins, and again as that comes nearer, until it begins', async () => {
    const { clock, told, tell, end, returned } = streaming((waitedMs) => 4_000 - waitedMs);
    await tell('1-1', 'turn.accepted');
    await clock.advance(2_000);
    await tell('1-2', 'turn.started');
    await clock.advance(5_000);
    await end();
    expect(told).toEqual([
      '1-1 turn.accepted',
      '1-1 queued 4000',
      '1-1 queued 3000',
      '1-1 queued 2000',
      '1-2 turn.started',
    ]);
    expect([returned(), clock.pending]).toEqual([true, 0]);
  });

  it('is not told of an estimate that has grown', async () => {
    const { clock, told, tell, end } = streaming((waitedMs) => 4_000 + waitedMs);
    await tell('1-1', 'turn.accepted');
    await clock.advance(3_000);
    await end();
    expect(told).toEqual(['1-1 turn.accepted', '1-1 queued 4000']);
  });

  it.each([null, 0, 300])('is not told of a wait of %s ms', async (left) => {
    const { clock, told, tell, end } = streaming(() => left);
    await tell('1-1', 'turn.accepted');
    expect(clock.pending).toBe(0);
    await end();
    expect(told).toEqual(['1-1 turn.accepted']);
  });
});
