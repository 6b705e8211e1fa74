import { describe, expect, it } from '@jest/globals';
import type { ModelRequest } from '@turnfleet/model';
import { countTokens as count } from 'gpt-tokenizer/encoding/o200k_base';
import { countTokens, inputTokensOf } from './count-tokens.ts';

describe('countTokens', () => {
  it('counts Chinese and English', () => {
    expect(countTokens('')).toBe(0);
    expect(countTokens('Is it in stock?')).toBe(5);
    expect(countTokens('有货')).toBe(2);
  });

  it('takes what looks like a control token as text', () => {
    expect(countTokens('<|endoftext|>')).toBeGreaterThan(1);
  });

  it('gets through the longest message, even of one letter', () => {
    expect(countTokens('a'.repeat(8_000))).toBeGreaterThan(100);
  });

  it.each([
    ['English', 'Is the SKU-2024-888 in stock in Shanghai, and when will it arrive if I order two of them today? '],
    ['Chinese', '您好，请问 SKU-2024-888 在上海有货吗？我想今天下单两件，什么时候能送到家里？'],
  ])('counts a long %s text by sample within a twentieth', (_, sentence) => {
    const text = sentence.repeat(300);
    const exact = count(text);
    expect(Math.abs(countTokens(text) - exact) / exact).toBeLessThan(0.05);
  });
});

describe('the input of a request', () => {
  const tool = { name: 'check_inventory', description: 'Stock of one product.', parameters: { type: 'object' } };
  const request = (tools: ModelRequest['tools']): ModelRequest => ({
    ...{ model: 'm', messages: [{ role: 'user', text: '有货吗?' }], tools, toolChoice: 'auto', maxOutputTokens: 10 },
  });

  it('is what is sent, not what else its tools are made of', () => {
    const own = { ...tool, permission: 'everybody', fields: Array.from({ length: 500 }, (_, i) => `field ${i}`) };
    expect(inputTokensOf(request([own]))).toBe(inputTokensOf(request([tool])));
    expect(inputTokensOf(request([tool]))).toBeGreaterThan(inputTokensOf(request([])));
  });
});
