import { TurnfleetError } from '@turnfleet/core';
import { canonicalCode, shopDay } from '@turnfleet/shop';
import type { Effect } from './once-per-key.ts';
import { type Order, type OrderLine, productsText, type Text } from './order.ts';
import { statusAfter } from './order-rules.ts';
import { refundFen } from './refund.ts';
import { refusalOf } from './refusal.ts';

/** Days after that of the delivery within which something can be sent back, by the reason. */
const returnDays = { changed_mind: 7, defective: 15, wrong_item: 15 } as const;
export type ReturnReason = keyof typeof returnDays;

/** Days in which it has to be on its way, after that on which the return was opened. */
const sendWithinDays = 7;

interface ReturnRequest {
  readonly kind: 'return' | 'exchange';
  /** Empty: everything that is left. */
  readonly sku: string;
  /** 0: all pieces that are left. */
  readonly quantity: number;
  readonly reason: ReturnReason;
  readonly note: string;
}

interface OpenedReturn {
  readonly id: string;
  readonly product: Text;
  readonly openedAt: number;
  /** Unix milliseconds. */
  readonly sendBy: number;
  /** What is sent back, line by line, and what goes back to the shopper for it, in fen. */
  readonly pieces: readonly { readonly position: number; readonly quantity: number; readonly refundFen: number }[];
}

/** Pieces of an order that was shipped: money back, or for what was delivered the same again. */
export const createReturn: Effect<ReturnRequest, OpenedReturn> = {
  name: 'return',
  decide: async (order, request, { now, idOf }) => {
    statusAfter(order, request.kind);
    if (order.deliveredAt !== null && now >= shopDay(order.deliveredAt, returnDays[request.reason] + 1))
      throw refusalOf(order.id, { reason: 'return_window_over' });
    const taken = takenLines(order, request);
    const pieces = taken.map(({ position, left }) => {
      const quantity = request.quantity === 0 ? left : request.quantity;
      const refund = request.kind === 'return' ? refundFen(order, { position, quantity }) : 0;
      return { position, quantity, refundFen: refund };
    });
    const sendBy = shopDay(now, sendWithinDays + 1);
    return { id: idOf('RT'), product: productsText(taken), openedAt: now, sendBy, pieces };
  },
  write: async (within, order, { kind, reason, note }, { id, openedAt, sendBy, pieces }) => {
    const returned = { id, order_id: order.id, kind, reason, note, opened_at: openedAt, send_by: sendBy };
    await within.insertInto('order_return').values(returned).execute();
    const rows = pieces.map(({ position, quantity, refundFen }) => ({
      ...{ return_id: id, order_id: order.id, position, quantity, refund_fen: refundFen },
    }));
    await within.insertInto('returned_line').values(rows).execute();
    if (order.lines.some((line) => leftOf(line) > piecesAt(pieces, line.position))) return;
    await within
      .updateTable('customer_order')
      .set({ status: statusAfter(order, kind) })
      .where('id', '=', order.id)
      .execute();
  },
};

const leftOf = ({ quantity, returned }: OrderLine): number => quantity - returned;

const piecesAt = (pieces: OpenedReturn['pieces'], position: number): number =>
  pieces.find((one) => one.position === position)?.quantity ?? 0;

/** The lines to take from, with the pieces they have left. One product is on one line. */
function takenLines(order: Order, { sku, quantity }: ReturnRequest): (OrderLine & { readonly left: number })[] {
  const lines = order.lines.map((line) => ({ ...line, left: leftOf(line) }));
  if (sku === '') {
    if (quantity > 0 && order.lines.length > 1) throw whichProduct();
    return enough(
      order,
      lines.filter(({ left }) => left > 0),
      quantity,
    );
  }
  const line = lines.find((one) => one.sku === canonicalCode(sku));
  if (line) return enough(order, [line], quantity);
  throw new TurnfleetError('not_found', `The order ${order.id} has no product ${sku}.`, {
    resource: { type: 'product', name: sku },
    suggestion: `It has ${order.lines.map((one) => one.sku).join(', ')}.`,
  });
}

function enough<L extends { readonly left: number }>(order: Order, lines: L[], quantity: number): L[] {
  const short = lines.length === 0 || lines.some(({ left }) => left === 0 || left < quantity);
  if (short) throw refusalOf(order.id, { reason: 'nothing_to_return' });
  return lines;
}

function whichProduct(): TurnfleetError {
  const violations = [{ field: 'sku', description: 'must be given with a quantity: the order has several products' }];
  return new TurnfleetError('invalid_request', 'Of which product that quantity is to be sent back is not said.', {
    violations,
  });
}
