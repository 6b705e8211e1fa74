import { describe, expect, it } from '@jest/globals';
import { type RuleFacts, ruleFor } from './handoff-rules.ts';

const calm: RuleFacts = { angry: false, failures: 0, orderValue: 0, level: 'regular', intent: 'order_status' };

describe('the rules by which a person takes over unasked', () => {
  it.each<[string, Partial<RuleFacts>, number | null, ReturnType<typeof ruleFor>]>([
    ['nobody, as a rule', {}, 5_000, null],
    ['anger', { angry: true }, null, 'anger'],
    ['a second failure not yet', { failures: 2 }, null, null],
    ['the third failure in a row', { failures: 3 }, null, 'failures'],
    ['cancelling an order of value', { orderValue: 5_000, intent: 'cancel_order' }, 5_000, 'value'],
    ['sending back an order of value', { orderValue: 9_999.5, intent: 'return_exchange' }, 5_000, 'value'],
    ['an order of less value not', { orderValue: 4_999.99, intent: 'cancel_order' }, 5_000, null],
    ['asking where an order of value is not', { orderValue: 9_999 }, 5_000, null],
    ['value not, where nobody said from which', { orderValue: 1e9, intent: 'cancel_order' }, null, null],
    ['the complaint of a gold member', { level: 'gold', intent: 'complaint' }, null, 'level'],
    ['the complaint of others not', { level: 'silver', intent: 'complaint' }, null, null],
    ['other wishes of a gold member not', { level: 'gold', intent: 'cancel_order' }, null, null],
    ['anger before all else', { angry: true, failures: 5, level: 'gold', intent: 'complaint' }, null, 'anger'],
  ])('%s', (_, facts, fromValue, reason) => {
    expect(ruleFor({ ...calm, ...facts }, fromValue)).toBe(reason);
  });
});
