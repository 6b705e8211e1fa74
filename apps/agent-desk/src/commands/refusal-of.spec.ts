import { expect, it } from '@jest/globals';
import { replyTo } from '@turnfleet/conversation/testing';
import { refusalOf } from './refusal-of.ts';

it('says why there is no draft, and that it takes another key to ask again', () => {
  const command = { kind: 'draft', handoff: 'h-1', agent: 'wang', outcome: 'refused', reason: 'no_draft' } as const;
  const reply = replyTo('c-1', 'agent~draft~1', 2, {
    ...{ status: 'failed', text: '', command: { ...command, silent: true } },
    error: { kind: 'model_unavailable', message: 'The model is down.', suggestion: 'Wait.', retryable: true },
  });
  expect(refusalOf(reply, undefined)).toMatchObject({
    ...{ kind: 'conflict', message: 'There is no draft: The model is down.' },
    details: { suggestion: expect.stringContaining('Idempotency-Key') },
  });
});
