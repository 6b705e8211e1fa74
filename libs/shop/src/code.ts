/** SKUs, order ids and coupon codes are kept in capitals, so that it does not matter how a shopper types them. */
export function canonicalCode(typed: string): string {
  return typed.normalize('NFKC').trim().toUpperCase();
}
