import { TurnfleetError } from '@turnfleet/core';
import type { Effect } from './once-per-key.ts';
import { paidFen } from './order.ts';
import { statusAfter } from './order-rules.ts';
import { refusalOf } from './refusal.ts';

interface InvoiceRequest {
  readonly title: string;
  /** Empty for a person. */
  readonly taxNumber: string;
}

interface RequestedInvoice {
  readonly id: string;
  /** Fen: what was paid, less what was refunded. */
  readonly amountFen: number;
  /** Unix milliseconds. */
  readonly requestedAt: number;
}

/** The invoice of an order, once. */
export const requestInvoice: Effect<InvoiceRequest, RequestedInvoice> = {
  name: 'request_invoice',
  decide: async (order, { taxNumber }, { now, idOf }) => {
    statusAfter(order, 'request_invoice');
    if (order.invoiced) throw refusalOf(order.id, { reason: 'invoice_requested' });
    if (taxNumber !== '' && !isTaxNumber(taxNumber)) throw notATaxNumber();
    return { id: idOf('INV'), amountFen: paidFen(order) - order.refundedFen, requestedAt: now };
  },
  write: async (within, order, { title, taxNumber }, { id, amountFen, requestedAt }) => {
    await within
      .insertInto('invoice')
      .values({
        ...{ order_id: order.id, id, title, tax_number: taxNumber },
        ...{ amount_fen: amountFen, requested_at: requestedAt },
      })
      .execute();
  },
};

/** Of a company: the unified social credit code has 18 characters, older tax numbers 15 or 20. */
const isTaxNumber = (text: string): boolean => /^[0-9A-Z]{15,20}$/i.test(text.trim());

function notATaxNumber(): TurnfleetError {
  const description = 'must be 15 to 20 letters and digits';
  return new TurnfleetError('invalid_request', `The request is not valid: tax_number ${description}.`, {
    violations: [{ field: 'tax_number', description }],
  });
}
