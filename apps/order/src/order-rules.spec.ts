import { describe, expect, it } from '@jest/globals';
import { isTurnfleetError } from '@turnfleet/core';
import { type OrderEvent, orderRules, statusAfter } from './order-rules.ts';
import { type OrderStatus, orderStatuses } from './tables.ts';

/** The state it leads to, or why it is refused and what is offered instead. */
function outcome(status: OrderStatus, event: OrderEvent): string {
  try {
    return statusAfter({ id: 'ORD-1', status }, event);
  } catch (error) {
    if (!isTurnfleetError(error, 'conflict')) throw error;
    const { reason, instead = '' } = error.details.refusal ?? {};
    return `${reason} ${instead}`.trim();
  }
}

describe('the rules of an order', () => {
  it.each([
    ['placed', 'cancel', 'cancelled'],
    ['preparing', 'cancel', 'cancelled'],
    ['shipped', 'cancel', 'order_shipped create_return'],
    ['delivered', 'cancel', 'order_delivered create_return'],
    ['cancelled', 'cancel', 'order_cancelled'],
    ['preparing', 'return', 'order_not_shipped cancel_order'],
    ['shipped', 'return', 'returning'],
    ['shipped', 'exchange', 'order_not_delivered'],
    ['delivered', 'exchange', 'returning'],
    ['returned', 'return', 'order_closed'],
    ['preparing', 'change_address', 'preparing'],
    ['shipped', 'change_address', 'order_shipped'],
    ['cancelled', 'ship', 'order_cancelled'],
    ['delivered', 'ship', 'delivered'],
  ] as const)('make of %s by %s: %s', (status, event, expected) => {
    expect(outcome(status, event)).toBe(expected);
  });

  it('never lead back: what is shipped is not prepared again, and what has ended stays as it is', () => {
    const rank = Object.fromEntries(
      ['placed', 'preparing', 'shipped', 'delivered', 'returning', 'returned', 'cancelled'].map((one, i) => [one, i]),
    );
    for (const status of orderStatuses)
      for (const next of Object.values(orderRules[status]))
        if (typeof next === 'string') expect(rank[next]).toBeGreaterThanOrEqual(rank[status] ?? 0);
  });

  it('cancel nothing that was shipped', () => {
    const cancellable = orderStatuses.filter((status) => orderRules[status].cancel === 'cancelled');
    expect(cancellable).toEqual(['placed', 'preparing']);
  });
});
