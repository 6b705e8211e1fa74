import { describe, expect, it } from '@jest/globals';
import { emptyConversation, snapshotSchema } from '@turnfleet/contract/schemas';
import fc from 'fast-check';
import { publishedView, snapshotOf } from './snapshot.ts';
import { endedTurn } from './testing.ts';

const id = fc.stringMatching(/^[A-Za-z0-9_]{1,12}$/);

describe('snapshotOf', () => {
  it('is a valid record value with the very bytes of each reply, the same for the same parts in any order', () => {
    const replies = fc.uniqueArray(fc.tuple(id, fc.string({ unit: 'grapheme' })), { selector: ([turnId]) => turnId });
    fc.assert(
      fc.property(replies, (entries) => {
        const parts = { generation: 3, epoch: 7, conversationId: 'c-1', conversation: null };
        const text = snapshotOf({ ...parts, unpublished: new Map(entries) });
        expect(snapshotOf({ ...parts, unpublished: new Map(entries.toReversed()) })).toBe(text);
        const { unpublished, ...rest } = snapshotSchema.parse(JSON.parse(text));
        expect(rest).toEqual({ generation: 3, epoch: 7, conversation: emptyConversation('c-1') });
        expect(new Map(unpublished.map(({ turnId, reply }) => [turnId, reply]))).toEqual(new Map(entries));
      }),
    );
  });
});

describe('publishedView', () => {
  const stored = {
    conversationId: 'c-1',
    version: 5,
    state: 'completion' as const,
    held: null,
    results: [],
    turns: [endedTurn('c-1', 't-4', 4), endedTurn('c-1', 't-5', 5)],
  };

  it('shows everything when everything is published', () => {
    expect(publishedView(stored, new Set(), [])).toEqual({ conversation: stored, running: [] });
  });

  it('shows a turn whose reply is not published as running', () => {
    const view = publishedView(stored, new Set(['t-5']), []);
    expect(view.conversation).toMatchObject({ version: 4, turns: [{ turnId: 't-4' }] });
    expect(view.running).toEqual([{ turnId: 't-5', text: 'Is it in stock?', submittedAt: '2026-01-01T00:00:00.000Z' }]);
  });

  it('names a running turn once', () => {
    const running = { turnId: 't-5', text: 'Is it in stock?', submittedAt: '2026-01-01T00:00:00.000Z' };
    expect(publishedView(stored, new Set(['t-5']), [running]).running).toEqual([running]);
  });
});
