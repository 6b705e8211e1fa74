import { describe, expect, it } from '@jest/globals';
import { moneyText } from './money-text.ts';

describe('moneyText', () => {
  it.each([
    ['6299.10', 'CNY', '¥6,299.10'],
    ['6999.00', 'CNY', '¥6,999'],
    ['6999', 'CNY', '¥6,999'],
    ['99.5', 'CNY', '¥99.50'],
    ['0.00', 'CNY', '¥0'],
    ['-100.00', 'CNY', '-¥100'],
    ['1234567.89', 'CNY', '¥1,234,567.89'],
    ['1299.50', 'USD', 'USD 1,299.50'],
  ])('writes %s %s as a shop does', (amount, currency, text) => {
    expect(moneyText(amount, currency)).toBe(text);
  });

  it('leaves what is no decimal as it is', () => {
    expect(moneyText('many', 'CNY')).toBe('CNY many');
  });
});
