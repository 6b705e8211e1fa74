import { describe, expect, it } from '@jest/globals';
import { isTurnfleetError } from '@turnfleet/core';
import fc from 'fast-check';
import { readChat } from './read-chat.ts';
import { readResponse } from './read-response.ts';

const names = [
  ...['model', 'messages', 'input', 'instructions', 'previous_response_id', 'metadata', 'stream', 'stream_options'],
  ...['tools', 'tool_choice', 'stop', 'n', 'text', 'include', 'user', 'response_format', '__proto__', 'constructor'],
];
const words = fc.constantFrom(
  ...['user', 'assistant', 'system', 'tool', 'message', 'item_reference', 'reasoning', 'input_text', 'refusal'],
  ...['msg_', 'resp_bWluZS90LTE', 'Hi', '', '\0', '\ud800', null, 1],
);
const fields = fc.constantFrom('type', 'role', 'content', 'text', 'id', 'tool_calls', 'refusal', 'x');
const message = fc.letrec((tie) => ({
  one: fc.dictionary(fields, fc.oneof({ maxDepth: 3 }, words, fc.array(tie('one'), { maxLength: 3 })), { maxKeys: 5 }),
})).one;

describe.each([
  ['a chat completion', readChat, 'messages'],
  ['a response', readResponse, 'input'],
] as const)('whatever is sent as %s', (_, read, field) => {
  it('is read, or refused with the parameter that is in the way', () => {
    const known = { model: 'turnfleet', [field]: [{ role: 'user', content: 'Hi' }] };
    const anything = fc.dictionary(fc.constantFrom(...names), fc.jsonValue(), { maxKeys: 6 });
    const messages = fc.array(message, { maxLength: 4 }).map((list) => ({ [field]: list }));
    const change = fc.oneof(anything, messages);
    fc.assert(
      fc.property(change, (more) => {
        try {
          expect(typeof read({ ...known, ...more }).text).toBe('string');
        } catch (error) {
          const isSaid = ['invalid_request', 'not_found', 'context_too_long'] as const;
          if (!isSaid.some((kind) => isTurnfleetError(error, kind))) throw error;
          expect(error).toMatchObject({ details: { violations: [{ field: expect.any(String) }] } });
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
