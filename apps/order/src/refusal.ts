import { TurnfleetError } from '@turnfleet/core';

/** Why an order does not allow something; programs go by the key. */
const reasons = {
  order_not_shipped: ['has not been shipped, so nothing can be sent back', 'Offer to cancel it.'],
  order_not_delivered: ['has not been delivered yet', 'Offer to exchange it once it is there, or to return it now.'],
  order_shipped: ['was shipped already', 'Offer to return it.'],
  order_delivered: ['was delivered already', 'Offer to return it, if that is what the shopper wants.'],
  order_cancelled: ['is cancelled', 'Tell the shopper that it is cancelled.'],
  order_closed: ['is being returned or was returned, all of it', 'Tell the shopper so.'],
  return_window_over: [
    'was delivered too long ago to be sent back for this reason',
    'Offer our staff, if it is a defect.',
  ],
  nothing_to_return: [
    'has not that many pieces left that could be sent back',
    'Tell the shopper which were sent back.',
  ],
  invoice_requested: ['has its invoice requested already', 'Tell the shopper that one invoice was requested.'],
} as const;

export interface Refusal {
  readonly reason: keyof typeof reasons;
  /** The tool that can be offered instead. */
  readonly instead?: string;
}

/** A `conflict` with what an order is. */
export function refusalOf(orderId: string, refusal: Refusal): TurnfleetError {
  const [what, suggestion] = reasons[refusal.reason];
  return new TurnfleetError('conflict', `The order ${orderId} ${what}.`, { refusal, suggestion });
}
