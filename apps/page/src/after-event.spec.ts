import { describe, expect, it } from '@jest/globals';
import type { JournalEvent } from '@turnfleet/contract/http';
import { replyTo } from '@turnfleet/conversation/testing';
import fc from 'fast-check';
import { afterEvent, type PageEvent, type PageTurn } from './after-event.ts';
import { languageFor } from './texts.ts';

const play = (...events: PageEvent[]): readonly PageTurn[] => events.reduce(afterEvent, []);
const sent = { type: 'sent', turnId: 't', text: 'Hi' } as const;
const accepted = { type: 'turn.accepted', turnId: 't', text: 'Hi', submittedAt: '2026-01-01T00:00:00Z' } as const;
const delta = (text: string) => ({ type: 'reply.delta', turnId: 't', text }) as const;
const completed = { type: 'reply.completed', turnId: 't', reply: replyTo('c', 't', 1) } as const;
const viewOf = (reply: PageTurn['reply']): PageEvent => ({
  type: 'view',
  view: {
    conversationId: 'c',
    version: 1,
    state: 'init',
    flow: null,
    history: [],
    turns: [{ turnId: 't', submittedAt: '', text: 'Hi', reply }],
  },
});

describe('the conversation on the page', () => {
  it('shows a message before the server has it', () => {
    expect(play(sent)).toMatchObject([{ text: 'Hi', phase: 'sending' }]);
  });

  it('grows the answer, and begins it again after a reset', () => {
    expect(play(sent, accepted, delta('a'), delta('b'))).toMatchObject([{ answer: 'ab', phase: 'started' }]);
    const reset = { type: 'reply.reset', turnId: 't', reason: 'x' } as const;
    expect(play(sent, accepted, delta('a'), reset, delta('c'))).toMatchObject([{ answer: 'c' }]);
  });

  it('takes the text of the reply for the answer, whatever was streamed', () => {
    expect(play(sent, delta('other'), completed)).toMatchObject([{ answer: 'Answer to t', phase: 'ended' }]);
  });

  // Once it was looked up for ever.
  it('has a turn sent again that the server does not know any more', () => {
    const lost = play(sent, accepted, delta('a'), { type: 'unknown' });
    expect(lost).toMatchObject([{ phase: 'forgotten' }]);
    expect([sent].reduce(afterEvent, lost)).toMatchObject([{ phase: 'sending', answer: '', text: 'Hi' }]);
  });

  it('forgets nothing of what has ended, is known to the server, or is still on its way there', () => {
    expect(play(sent, accepted, completed, { type: 'unknown' })).toMatchObject([{ phase: 'ended' }]);
    expect(play(sent, accepted, viewOf(null))).toMatchObject([{ phase: 'accepted' }]);
    expect(play(sent, { type: 'unknown' })).toMatchObject([{ phase: 'sending' }]);
  });

  it('does not call a message unsent that the stream has told of', () => {
    expect(play(sent, accepted, { type: 'unsent', turnId: 't', problem: 'x' })).toMatchObject([{ phase: 'accepted' }]);
  });

  it('forgets after a gap what was streamed of unfinished turns only', () => {
    expect(play(sent, delta('a'), { type: 'gap' })).toMatchObject([{ answer: '' }]);
    expect(play(sent, completed, { type: 'gap' })).toMatchObject([{ answer: 'Answer to t' }]);
  });

  it('keeps what a tool was asked when it has ended, so that a held call is known from a repeated one', () => {
    const tool = { turnId: 't', id: 'a', name: 'reserve_stock' };
    const started = { type: 'tool.started', ...tool, arguments: { quantity: 2 } } as const;
    const finished = { type: 'tool.finished', ...tool, outcome: 'skipped', ms: 0 } as const;
    expect(play(sent, started, finished)).toMatchObject([
      { tools: [{ arguments: { quantity: 2 }, outcome: 'skipped' }] },
    ]);
  });

  it('puts the turns that the server knows before those it does not know yet', () => {
    const turns = play({ ...sent, turnId: 'new' }, viewOf(null));
    expect(turns.map(({ turnId }) => turnId)).toEqual(['t', 'new']);
  });

  it('leaves a turn that has ended as it is, whatever comes late or twice', () => {
    const late: fc.Arbitrary<PageEvent> = fc.constantFrom<(JournalEvent | PageEvent)[]>(
      accepted,
      delta('x'),
      completed,
      viewOf(null),
      viewOf(completed.reply),
      { type: 'unsent', turnId: 't', problem: 'x' },
      { type: 'turn.started', turnId: 't' },
      { type: 'gap' },
    );
    fc.assert(
      fc.property(fc.array(late), (events) => {
        expect(play(sent, accepted, completed, ...events)).toMatchObject([{ answer: 'Answer to t', phase: 'ended' }]);
      }),
    );
  });
});

describe('the language of the page', () => {
  it.each([
    [['zh-TW', 'en'], 'zh'],
    [['de-DE', 'zh-CN', 'en'], 'zh'],
    [['de', 'en-US', 'zh'], 'en'],
    [['fr'], 'en'],
    [[], 'en'],
  ])('for %j is %s', (preferred, language) => {
    expect(languageFor(preferred)).toBe(language);
  });
});
