import { describe, expect, it } from '@jest/globals';
import { dialogueStates, type Reply } from '@turnfleet/contract';
import { stateAfter } from './dialogue.ts';
import { replyTo } from './testing.ts';

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
    expect(stateAfter(before, reply)).toBe(after);
  });

  it('leaves a conversation with the person it was transferred to', () => {
    expect([talked, executed, failed, cancelled].map((reply) => stateAfter('transfer', reply))).toEqual(
      Array.from({ length: 4 }, () => 'transfer'),
    );
  });

  it.each(dialogueStates)('ends %s in an error when the turn failed, unless a person has taken over', (state) => {
    expect(stateAfter(state, failed)).toBe(state === 'transfer' ? 'transfer' : 'error');
  });
});
