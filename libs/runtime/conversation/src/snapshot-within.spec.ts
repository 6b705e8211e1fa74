import { describe, expect, it } from '@jest/globals';
import { type Snapshot, snapshotSchema } from '@turnfleet/contract/schemas';
import { snapshotOf } from './snapshot.ts';
import { snapshotWithin } from './snapshot-within.ts';
import { endedTurn } from './testing.ts';

const turns = Array.from({ length: 10 }, (_, i) => endedTurn('c-1', `t-${i}`, i + 1));
const reply = JSON.stringify(turns.at(-1)?.reply);
const conversation = {
  conversationId: 'c-1',
  version: 10,
  state: 'completion' as const,
  held: null,
  results: [],
  turns,
};
const snapshot = snapshotOf({
  generation: 3,
  epoch: 7,
  conversationId: 'c-1',
  conversation: JSON.stringify(conversation),
  unpublished: new Map([['t-9', reply]]),
});

describe('a snapshot for a topic that takes less', () => {
  it('stays as it is where it fits', () => {
    expect(snapshotWithin(snapshot, Buffer.byteLength(snapshot))).toBe(snapshot);
  });

  it('leaves out the oldest turns, and no more of them than it has to; its rank and what waits in it stay', () => {
    const least = Buffer.byteLength(snapshotWithin(snapshot, Buffer.byteLength(snapshot) - 1) ?? '');
    for (const bytes of [Buffer.byteLength(snapshot) - 1, least, 2_500, 1_500]) {
      const smaller = snapshotWithin(snapshot, bytes) ?? '';
      expect(Buffer.byteLength(smaller)).toBeLessThanOrEqual(bytes);
      const { conversation: kept, ...rest }: Snapshot = snapshotSchema.parse(JSON.parse(smaller));
      expect(rest).toEqual({ generation: 3, epoch: 7, unpublished: [{ turnId: 't-9', reply }] });
      expect(kept).toEqual({ ...conversation, turns: turns.slice(turns.length - kept.turns.length) });
      const larger = JSON.stringify(turns.slice(turns.length - kept.turns.length - 1));
      expect(
        Buffer.byteLength(smaller) - Buffer.byteLength(JSON.stringify(kept.turns)) + Buffer.byteLength(larger),
      ).toBeGreaterThan(bytes);
    }
  });

  it('is none if not even the replies that wait have room', () => {
    expect(snapshotWithin(snapshot, 300)).toBeNull();
  });
});
