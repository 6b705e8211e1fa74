import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { itemsFen, type OrderLine } from './order.ts';
import { refundFen } from './refund.ts';

const line = fc.record({ quantity: fc.integer({ min: 1, max: 99 }), unitPriceFen: fc.nat(900_000_000) });

/** An order, and the lines in which its pieces are sent back one by one. */
const order = fc
  .tuple(fc.array(line, { minLength: 1, maxLength: 5 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([some, part]) => {
    const lines = some.map((one, position): OrderLine => {
      return { ...one, position, sku: `SKU-${position}`, name: { zh: '', en: '' }, returned: 0 };
    });
    return { lines, discountFen: Math.floor(itemsFen({ lines }) * part) };
  });

describe('the refund', () => {
  it('of all pieces, in whatever parcels they are sent back, is exactly what was paid', () => {
    fc.assert(
      fc.property(order, fc.infiniteStream(fc.integer({ min: 1, max: 40 })), (whole, parcels) => {
        let { lines } = whole;
        let refunded = 0;
        for (const { position, quantity } of whole.lines) {
          for (let left = quantity; left > 0; ) {
            const { value = 1 } = parcels.next() as IteratorResult<number, undefined>;
            const pieces = Math.min(left, value);
            const fen = refundFen({ ...whole, lines }, { position, quantity: pieces });
            expect(fen).toBeGreaterThanOrEqual(0);
            refunded += fen;
            left -= pieces;
            lines = lines.map((one) => (one.position === position ? { ...one, returned: one.returned + pieces } : one));
          }
        }
        expect(refunded).toBe(itemsFen(whole) - whole.discountFen);
      }),
    );
  });

  it('takes the discount from each line by its part of the sum', () => {
    const lines = [100_00, 300_00].map((unitPriceFen, position): OrderLine => {
      return { position, sku: '', name: { zh: '', en: '' }, quantity: 1, unitPriceFen, returned: 0 };
    });
    const discounted = { lines, discountFen: 40_00 };
    expect([0, 1].map((position) => refundFen(discounted, { position, quantity: 1 }))).toEqual([90_00, 270_00]);
  });
});
