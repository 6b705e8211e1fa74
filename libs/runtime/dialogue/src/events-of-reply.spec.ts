import { describe, expect, it } from '@jest/globals';
import {
  type DialogueState,
  dialogueStates,
  nothingChecked,
  type PendingCall,
  type Reply,
} from '@turnfleet/contract/schemas';
import { dialogueAfter } from './dialogue-after.ts';

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
const talked: Reply = {
  conversationId: 'c-1',
  turnId: 't-1',
  status: 'completed',
  text: 'Hello',
  locale: 'en',
  model: 'deepseek-v3.2',
  toolCalls: [],
  suggestions: [],
  sources: [],
  grounding: nothingChecked,
  usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 },
  timings: { queuedMs: 0, firstTokenMs: 0, totalMs: 0 },
  traceId: '',
  version: 1,
  answeredBy: null,
};
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

const stateAfter = (state: DialogueState, reply: Reply, waiting: PendingCall | null): DialogueState =>
  dialogueAfter({ state }, { reply }, waiting, 0).state;

describe('a turn that no flow had to do with', () => {
  it.each([
    ['init', talked, 'greeting'],
    ['greeting', talked, 'intent_recognition'],
    ['init', executed, 'completion'],
    ['completion', talked, 'intent_recognition'],
    ['completion', failed, 'error'],
    ['error', executed, 'completion'],
    ['slot_filling', cancelled, 'slot_filling'],
    ['confirmation', cancelled, 'intent_recognition'],
  ] as const)('leads on from %s as its reply says: %#', (before, reply, after) => {
    expect(stateAfter(before, reply, null)).toBe(after);
  });

  it.each(dialogueStates)('in %s waits for the yes that was asked for, then for what came of it', (state) => {
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
