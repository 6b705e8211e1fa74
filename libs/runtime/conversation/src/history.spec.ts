import { describe, expect, it } from '@jest/globals';
import { conversationSchema, emptyConversation, noDialogue } from '@turnfleet/contract/schemas';
import fc from 'fast-check';
import { endTurn, endTurns, historyWindow, maxWindowTurns } from './history.ts';
import { maxSnapshotBytes, snapshotOf } from './snapshot.ts';
import { endedTurn, replyTo } from './testing.ts';

const submittedAt = '2026-01-01T00:00:00.000Z';

describe('historyWindow', () => {
  it('takes the newest without a hole, as many as fit', () => {
    expect(historyWindow([1, 9, 1, 2], 4, (cost) => cost)).toEqual([1, 2]);
    expect(historyWindow([1, 2], 1, (cost) => cost)).toEqual([]);
    expect(historyWindow([], 5, () => 1)).toEqual([]);
  });

  it('is a suffix within the budget that could not be longer', () => {
    const costs = fc.array(fc.nat({ max: 50 }));
    fc.assert(
      fc.property(costs, fc.nat({ max: 300 }), (items, budget) => {
        const window = historyWindow(items, budget, (cost) => cost);
        const total = (from: number): number => items.slice(from).reduce((sum, cost) => sum + cost, 0);
        const start = items.length - window.length;
        expect(window).toEqual(items.slice(start));
        expect(total(start)).toBeLessThanOrEqual(budget);
        if (start > 0) expect(total(start - 1)).toBeGreaterThan(budget);
      }),
    );
  });
});

const begun = { at: submittedAt, event: 'greeting', from: 'init', to: 'greeting', changed: [] };

describe('endTurn', () => {
  it('adds the turn with its reply and one to the version', () => {
    const reply = replyTo('c-1', 't-1', 1);
    const after = endTurn(emptyConversation('c-1'), { text: 'Hello', submittedAt }, reply);
    expect(after).toEqual({
      conversationId: 'c-1',
      version: 1,
      state: 'greeting',
      held: null,
      results: [],
      dialogue: { ...noDialogue, history: [begun] },
      turns: [{ turnId: 't-1', submittedAt, text: 'Hello', reply }],
    });
    expect(conversationSchema.parse(after)).toEqual(after);
  });

  it('holds what the shopper was asked, until the next turn says otherwise', () => {
    const held = {
      key: 'key-1',
      callId: 'call_1',
      tool: 'reserve_stock',
      arguments: { quantity: 2 },
      turnId: 't-1',
      expiresAt: '2026-01-05T10:10:00.000Z',
      shopper: 'digest',
      askedAt: { end: '9007199254740993', at: '2026-01-05T10:00:00.000Z' },
      publishedAt: null,
    };
    const asked = endTurn(emptyConversation('c-1'), { text: 'Two', submittedAt }, replyTo('c-1', 't-1', 1), held);
    expect(asked).toMatchObject({ state: 'confirmation', held });
    expect(conversationSchema.parse(asked)).toEqual(asked);
    const after = endTurn(asked, { text: 'Hello', submittedAt }, replyTo('c-1', 't-2', 2));
    expect(after).toMatchObject({ state: 'intent_recognition', held: null });
  });

  it('keeps a window of turns while the version goes on', () => {
    let conversation = emptyConversation('c-1');
    for (let version = 1; version <= maxWindowTurns + 7; version++) {
      conversation = endTurn(conversation, { text: 'Hello', submittedAt }, replyTo('c-1', `t-${version}`, version));
    }
    expect(conversation.version).toBe(maxWindowTurns + 7);
    expect(conversation.turns.map(({ turnId }) => turnId)).toEqual(
      Array.from({ length: maxWindowTurns }, (_, i) => `t-${i + 8}`),
    );
  });

  it('leaves a snapshot that stays within its limit, whatever is said', () => {
    const filling = fc.constantFrom('a', '货', '👩', '"', '\u0007', '\\');
    const text = fc.tuple(filling, fc.integer({ min: 1, max: 8_000 })).map(([char, times]) => char.repeat(times));
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 40 }), (turns) => {
        let conversation = emptyConversation('c-1');
        for (const [index, [question, answer]] of turns.entries()) {
          const reply = replyTo('c-1', `t-${index}`, index + 1, { text: answer });
          conversation = endTurn(conversation, { text: question, submittedAt }, reply);
          const snapshot = snapshotOf({
            generation: 1,
            epoch: 1,
            conversationId: 'c-1',
            conversation: JSON.stringify(conversation),
            unpublished: new Map([[reply.turnId, JSON.stringify(reply)]]),
          });
          expect(Buffer.byteLength(snapshot)).toBeLessThanOrEqual(maxSnapshotBytes);
          expect(conversation.turns.at(-1)?.turnId).toBe(reply.turnId);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('drops a turn whose reply alone fills the snapshot, rather than splitting it', () => {
    const reply = replyTo('c-1', 't-1', 1, { text: 'x'.repeat(300 * 1024) });
    const after = endTurn(emptyConversation('c-1'), { text: 'Hello', submittedAt }, reply);
    expect(after).toMatchObject({ version: 1, turns: [] });
  });
});

describe('endTurns', () => {
  const group = (size: number, from = 1) =>
    Array.from({ length: size }, (_, i) => {
      const { turnId, reply, ...told } = endedTurn('c-1', `t-${from + i}`, from + i);
      return {
        ...told,
        turnId,
        reply: i < size - 1 ? { ...reply, text: '', answeredBy: `t-${from + size - 1}` } : reply,
      };
    });

  it('adds every turn in its order and their number to the version, as one step of the dialogue', () => {
    const after = endTurns(emptyConversation('c-1'), group(3));
    expect(after).toEqual({
      ...emptyConversation('c-1'),
      version: 3,
      state: 'greeting',
      dialogue: { ...noDialogue, history: [begun] },
      turns: group(3),
    });
    expect(conversationSchema.parse(after)).toEqual(after);
  });

  it('goes by every reply that is an answer of its own', () => {
    const [first, second, third] = group(3);
    const withdrawn = replyTo('c-1', 't-2', 2, {
      status: 'failed',
      error: { kind: 'internal', message: '', suggestion: '', retryable: true },
    });
    if (!first || !second || !third) throw new Error('no group');
    expect(endTurns(emptyConversation('c-1'), [first, { ...second, reply: withdrawn }, third]).state).toBe(
      'intent_recognition',
    );
  });

  it('goes by the turn in which the shopper was asked, whatever was withdrawn behind it', () => {
    const [first, second] = group(2);
    const withdrawn = replyTo('c-1', 't-3', 3, {
      status: 'failed',
      error: { kind: 'cancelled', message: '', suggestion: '', retryable: false },
    });
    if (!first || !second) throw new Error('no group');
    const held = {
      turnId: 't-2',
      callId: 'call_1',
      key: 'k',
      tool: 'reserve_stock',
      arguments: {},
      expiresAt: submittedAt,
      shopper: null,
      askedAt: null,
      publishedAt: null,
    };
    const ended = [first, second, { turnId: 't-3', text: 'Never mind', submittedAt, reply: withdrawn }];
    expect(endTurns(emptyConversation('c-1'), ended, { held })).toMatchObject({
      state: 'confirmation',
      held,
      version: 3,
    });
  });

  it('keeps the newest turns, each as it was, and a snapshot with all replies within its limit', () => {
    const filling = fc.constantFrom('a', '货', '"', '\u0007');
    const text = fc.tuple(filling, fc.integer({ min: 1, max: 8_000 })).map(([char, times]) => char.repeat(times));
    const sizes = fc.array(fc.integer({ min: 1, max: 16 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(sizes, text, (groups, said) => {
        let conversation = emptyConversation('c-1');
        const all: unknown[] = [];
        for (const size of groups) {
          const ended = group(size, conversation.version + 1).map((turn) => ({ ...turn, text: said }));
          all.push(...ended);
          conversation = endTurns(conversation, ended);
          const snapshot = snapshotOf({
            generation: 1,
            epoch: 1,
            conversationId: 'c-1',
            conversation: JSON.stringify(conversation),
            unpublished: new Map(ended.map(({ turnId, reply }) => [turnId, JSON.stringify(reply)])),
          });
          expect(Buffer.byteLength(snapshot)).toBeLessThanOrEqual(maxSnapshotBytes);
          expect(conversation.version).toBe(all.length);
          expect(conversation.turns.length).toBeLessThanOrEqual(maxWindowTurns);
          expect(conversation.turns).toEqual(all.slice(all.length - conversation.turns.length));
        }
      }),
      { numRuns: 25 },
    );
  });
});
