import { describe, expect, it } from '@jest/globals';
import { cutNote, emptyConversation, replyBytes } from '@turnfleet/contract/schemas';
import fc from 'fast-check';
import { fittingReplies } from './fitting-replies.ts';
import { endTurns } from './history.ts';
import { maxSnapshotBytes, snapshotOf } from './snapshot.ts';
import { replyTo } from './testing.ts';

const submittedAt = '2026-01-01T00:00:00.000Z';
const room = { reply: 1_000_000, snapshot: maxSnapshotBytes };
const anyAnswer = fc
  .tuple(fc.constantFrom('a', '货', '\n', '"', '\u0007', '👩'), fc.integer({ min: 0, max: 1_200_000 }))
  .map(([char, times]) => char.repeat(times));

describe('replies that end together', () => {
  it('leave a snapshot within its limit and in it the turns that ended, whatever a model says', () => {
    fc.assert(
      fc.property(
        fc.array(anyAnswer, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 40_000, max: maxSnapshotBytes }),
        (texts, snapshot) => {
          const said = texts.map((text, i) => replyTo('c-1', `t-${i}`, i + 1, { text }));
          const replies = fittingReplies(said, { ...room, snapshot });
          const ended = replies.map((reply) => ({ turnId: reply.turnId, text: 'Hello', submittedAt, reply }));
          const conversation = endTurns(emptyConversation('c-1'), ended, {}, snapshot);
          const text = snapshotOf({
            generation: 1,
            epoch: 1,
            conversationId: 'c-1',
            conversation: JSON.stringify(conversation),
            unpublished: new Map(replies.map((reply) => [reply.turnId, JSON.stringify(reply)])),
          });
          expect(Buffer.byteLength(text)).toBeLessThanOrEqual(snapshot);
          expect(conversation.turns).toEqual(ended);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('stay as they are where there is room', () => {
    const replies = [replyTo('c-1', 't-1', 1), replyTo('c-1', 't-2', 2)];
    expect(fittingReplies(replies, room)).toEqual(replies);
  });

  it('shorten only the one that is too long: the others need not make room for it', () => {
    const long = replyTo('c-1', 't-2', 2, { text: 'x'.repeat(1_100_000) });
    const [first, second] = fittingReplies([replyTo('c-1', 't-1', 1), long], room);
    expect(first).toEqual(replyTo('c-1', 't-1', 1));
    expect(second?.text.endsWith(cutNote('en'))).toBe(true);
    expect(second && replyBytes(second)).toBeGreaterThan(190_000);
  });

  it('fit into the records of replies too', () => {
    const long = replyTo('c-1', 't-1', 1, { text: 'x'.repeat(10_000) });
    expect(fittingReplies([long], { ...room, reply: 5_000 }).map(replyBytes)).toEqual([5_000]);
  });
});
