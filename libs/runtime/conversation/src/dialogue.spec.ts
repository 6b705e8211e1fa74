import { describe, expect, it } from '@jest/globals';
import { dialogueStates, type Reply } from '@turnfleet/contract/schemas';
import { stateAfter } from './dialogue.ts';
import { replyTo } from './testing.ts';

const held = {
  key: 'key-1',
  callId: 'call_1',
  tool: 'reserve_stock',
  arguments: {},
  turnId: 't-1',
  expiresAt: '2026-01-05T10:10:00.000Z',
  shopper: null,
  askedAt: { end: '7', at: '2026-01-05T10:00:00.000Z' },
  publishedAt: null,
};
const talked = replyTo('c-1', 't-1', 1);
const executed: Reply = {
  ...talked,
  toolCalls: [{ id: 'call_1', name: 'check_inventory', arguments: {}, outcome: 'ok', ms: 4 }],
};
const failed: Reply = {
  ...talked,
  status: 'failed',
  error: { kind: 'model_unavailable', message: '', suggestion: '', retryable: true },
};
const cancelled: Reply = {
  ...talked,
  status: 'failed',
  error: { kind: 'cancelled', message: '', suggestion: '', retryable: false },
};

describe('stateAfter', () => {
  it.each([
    ['init', talked, 'greeting'],
    ['greeting', talked, 'intent_recognition'],
    ['init', executed, 'completion'],
    ['completion', talked, 'intent_recognition'],
    ['completion', failed, 'error'],
    ['error', executed, 'completion'],
    ['slot_filling', cancelled, 'slot_filling'],
    ['confirmation', cancelled, 'intent_recognition'],
  ] as const)('of %s', (before, reply, after) => {
    expect(stateAfter(before, reply, null)).toBe(after);
  });

  it.each(dialogueStates)('of %s waits for the yes that was asked for, then for what came of it', (state) => {
    const after = (turnId: string) => stateAfter(state, executed, { ...held, turnId });
    const stays = state === 'transfer';
    expect(after(executed.turnId)).toBe(stays ? state : 'confirmation');
    expect(after('t-before')).toBe(stays ? state : 'execution');
  });

  it('leaves a conversation with the person it was transferred to', () => {
    expect([talked, executed, failed, cancelled].map((reply) => stateAfter('transfer', reply, null))).toEqual(
      Array.from({ length: 4 }, () => 'transfer'),
    );
  });

  it.each(dialogueStates)('ends %s in an error when the turn failed, unless a person has taken over', (state) => {
    expect(stateAfter(state, failed, null)).toBe(state === 'transfer' ? 'transfer' : 'error');
  });
});
