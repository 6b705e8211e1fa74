import { describe, expect, it } from '@jest/globals';
import { intentKey } from './tools-of-turn.ts';

const turn = { conversationId: 'c-1', turnId: 't-1' };
const args = { sku: 'SKU-2024-888', quantity: 2 };

describe('the key of an intent', () => {
  it('is the same for the same call in the same turn, and fits the metadata of a call', () => {
    expect(intentKey(turn, 'reserve_stock', args)).toBe(intentKey({ ...turn }, 'reserve_stock', { ...args }));
    expect(intentKey(turn, 'reserve_stock', args)).toMatch(/^[\w-]{1,128}$/);
  });

  it.each([
    ['another conversation', { ...turn, conversationId: 'c-2' }, 'reserve_stock', args],
    ['another turn', { ...turn, turnId: 't-2' }, 'reserve_stock', args],
    ['another tool', turn, 'reserve', args],
    ['other arguments', turn, 'reserve_stock', { ...args, quantity: 3 }],
  ])('is another for %s', (_, ref, tool, asked) => {
    expect(intentKey(ref, tool, asked)).not.toBe(intentKey(turn, 'reserve_stock', args));
  });
});
