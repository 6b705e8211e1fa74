import type { OrderStatus } from './tables.ts';

export interface Text {
  readonly zh: string;
  readonly en: string;
}

export interface OrderLine {
  readonly position: number;
  readonly sku: string;
  readonly name: Text;
  readonly quantity: number;
  /** Fen, of one piece. */
  readonly unitPriceFen: number;
  /** Pieces that are being or were sent back. */
  readonly returned: number;
}

export interface Order {
  readonly id: string;
  readonly status: OrderStatus;
  /** Unix milliseconds. */
  readonly placedAt: number;
  readonly deliveredAt: number | null;
  /** At least one, in the order in which they were ordered. */
  readonly lines: readonly OrderLine[];
  /** Fen, off the sum of the lines. */
  readonly discountFen: number;
  /** Fen, for what was sent back so far. */
  readonly refundedFen: number;
  readonly city: Text;
  readonly address: string;
  readonly invoiced: boolean;
}

/** Fen, before the discount. */
export const itemsFen = ({ lines }: Pick<Order, 'lines'>): number =>
  lines.reduce((sum, { quantity, unitPriceFen }) => sum + quantity * unitPriceFen, 0);

/** Fen that were paid. */
export const paidFen = (order: Pick<Order, 'lines' | 'discountFen'>): number => itemsFen(order) - order.discountFen;

/** The products by name, one after another. */
export function productsText(lines: readonly Pick<OrderLine, 'name'>[]): Text {
  return { zh: lines.map(({ name }) => name.zh).join('、'), en: lines.map(({ name }) => name.en).join(', ') };
}
