import { itemsFen, type Order, paidFen } from './order.ts';

/** Pieces of a line that are to be sent back. */
interface ReturnedPieces {
  readonly position: number;
  readonly quantity: number;
}

/**
 * Fen that go back for pieces of one line, after those that were sent back before. The discount is spread over the lines by
 * their sums and over the pieces of a line alike; what does not divide goes to the later ones, so that all pieces together
 * give exactly what was paid.
 */
export function refundFen(order: Pick<Order, 'lines' | 'discountFen'>, { position, quantity }: ReturnedPieces): number {
  const line = order.lines.find((one) => one.position === position);
  if (!line) return 0;
  const paid = paidForLine(order, position);
  const upTo = (pieces: number): bigint => (paid * BigInt(pieces)) / BigInt(line.quantity);
  return Number(upTo(line.returned + quantity) - upTo(line.returned));
}

function paidForLine(order: Pick<Order, 'lines' | 'discountFen'>, position: number): bigint {
  const all = BigInt(itemsFen(order));
  if (all === 0n) return 0n;
  const sumOf = (lines: Order['lines']): bigint => BigInt(itemsFen({ lines }));
  const upTo = (sum: bigint): bigint => (BigInt(paidFen(order)) * sum) / all;
  const before = sumOf(order.lines.filter((one) => one.position < position));
  const within = sumOf(order.lines.filter((one) => one.position <= position));
  return upTo(within) - upTo(before);
}
