import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyConversation, type Snapshot } from '../schemas/conversation.ts';
import { replySchema } from '../schemas/reply.ts';
import { readStoredReply } from '../schemas/stored-reply.ts';
import { anyReply } from '../testing.ts';
import { readStoredSnapshot } from './stored-snapshot.ts';

const ids = { conversationId: 'c-1', turnId: 't-1' };
const empty = {
  ...{ status: 'completed', text: '', locale: 'en', model: '', toolCalls: [], suggestions: [], sources: [] },
  grounding: { checked: 0, held: 0, replaced: 0 },
  usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 },
  timings: { queuedMs: 0, firstTokenMs: 0, totalMs: 0 },
  ...{ traceId: '', version: 1, answeredBy: null },
};

describe('a stored reply of another version', () => {
  it('is read without the fields that this version does not know', () => {
    fc.assert(
      fc.property(anyReply, (reply) => {
        const newer = { ...reply, mood: 'kind', usage: { ...reply.usage, cachedTokens: 3 } };
        expect(readStoredReply(newer)).toEqual(reply);
      }),
    );
  });

  it('is read whatever fields it lacks, but for whose it is', () => {
    const names = Object.keys(empty);
    fc.assert(
      fc.property(anyReply, fc.subarray(names), (reply, missing) => {
        const older = Object.fromEntries(Object.entries(reply).filter(([name]) => !missing.includes(name)));
        const read = readStoredReply(older);
        expect(replySchema.parse(read)).toEqual(read);
        for (const name of names.filter((one) => !missing.includes(one)))
          expect(read?.[name as keyof typeof read]).toEqual(reply[name as keyof typeof reply]);
      }),
    );
    expect(readStoredReply(ids)).toEqual({ ...ids, ...empty });
    expect(readStoredReply({ ...empty, conversationId: 'c-1' })).toBeNull();
  });

  it('is read with an outcome, a status or an error kind that this version does not know', () => {
    const toolCalls = [{ id: 'a', name: 'n', outcome: 'postponed', ms: 1 }, 'no call'];
    const error = { kind: 'tired', message: 'm' };
    expect(readStoredReply({ ...ids, status: 'parked', toolCalls, error })).toEqual({
      ...{ ...ids, ...empty, status: 'failed' },
      toolCalls: [{ id: 'a', name: 'n', arguments: {}, outcome: 'skipped', ms: 1 }],
      error: { kind: 'internal', message: 'm', suggestion: '', retryable: false },
    });
  });

  it('is read with its sums where it has a call that this version cannot read', () => {
    const usage = { inputTokens: 3, outputTokens: 2, costUsd: 0.5 };
    const calls = [{ id: 'c', why: 'a dream' }];
    expect(readStoredReply({ ...ids, ...empty, usage: { ...usage, calls } })?.usage).toEqual({ ...usage, calls: [] });
  });

  it.each([null, 7, 'text', [], {}, { conversationId: 'c-1', turnId: '!' }])('is none where it is %j', (value) => {
    expect(readStoredReply(value)).toBeNull();
  });
});

describe('a stored snapshot of another version', () => {
  const snapshot: Snapshot = {
    ...{ generation: 3, epoch: 2, unpublished: [] },
    conversation: { ...emptyConversation('c-1', 5), state: 'completion' },
  };
  const turn = { turnId: 't-1', text: 'Hi', submittedAt: '2026-01-01T00:00:00.000Z', reply: { ...ids, ...empty } };

  it('is read with what it has: unknown fields are ignored, missing ones empty', () => {
    const { generation, epoch } = snapshot;
    const older = { generation, epoch };
    const conversation = { ...snapshot.conversation, mood: 'kind', turns: [{ ...turn, reply: ids }] };
    expect(readStoredSnapshot({ ...older, writer: 'w', conversation })).toEqual({
      ...snapshot,
      conversation: { ...snapshot.conversation, turns: [turn] },
    });
  });

  it('keeps the conversation where a turn, its state or what it holds cannot be read', () => {
    const conversation = {
      ...snapshot.conversation,
      turns: [{ turnId: 't-0' }, turn],
      state: 'dreaming',
      held: { key: 7 },
    };
    expect(readStoredSnapshot({ ...snapshot, conversation })).toEqual({
      ...snapshot,
      conversation: { ...emptyConversation('c-1', 5), turns: [turn] },
    });
  });

  it('is read without the results of tools that it cannot read: they are looked up again', () => {
    const conversation = { ...snapshot.conversation, results: [{ tool: 7 }] };
    expect(readStoredSnapshot({ ...snapshot, conversation })).toEqual(snapshot);
  });

  it('is none without a rank or without its conversation', () => {
    const rankless = { ...snapshot.conversation, version: undefined };
    expect(readStoredSnapshot({ ...snapshot, conversation: rankless })).toBeNull();
    expect(readStoredSnapshot({ ...snapshot, generation: 'x' })).toBeNull();
    expect(readStoredSnapshot({ ...snapshot, conversation: null })).toBeNull();
  });
});
