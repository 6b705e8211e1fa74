import { describe, expect, it } from '@jest/globals';
import type { Reply } from '@turnfleet/contract/schemas';
import { nameOf } from './outcome.ts';

const told = (
  outcome: Reply['toolCalls'][number]['outcome'],
  more: Partial<Pick<Reply, 'status' | 'model' | 'text'>> = {},
) => ({
  ...{ status: 'degraded' as const, model: '', text: '¥6,999', error: undefined },
  toolCalls: [{ id: 'a', name: 'get_product_info', arguments: {}, outcome, ms: 1 }],
  ...more,
});

describe('how a turn ended', () => {
  it.each(['ok', 'cached', 'stale'] as const)('is from the tools where one said it without a model: %s', (outcome) => {
    expect(nameOf(told(outcome), 'plain')).toBe('from the tools');
  });

  it.each(['timeout', 'failed'] as const)('is their apology where none could: %s', (outcome) => {
    expect(nameOf(told(outcome), 'plain')).toBe('apology of the tool');
  });

  it('names an answer of a model that lacks the price as what it is', () => {
    const answered = { status: 'completed', model: 'first' } as const;
    expect(nameOf(told('ok', answered), 'plain')).toBe('answered by the first');
    expect(nameOf(told('ok', { ...answered, text: 'It is cheap.' }), 'plain')).toBe('nothing found out by the first');
  });
});
