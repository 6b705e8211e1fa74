const orderNumber = /\b(?:ord|order|r|rsv)-[a-z0-9]+(?:-[a-z0-9]+)*\b/g;
const productCode = /\bsku-[a-z0-9]+(?:-[a-z0-9]+)*\b/g;
const longNumber = /\d{6,}/g;

/**
 * A message as the recogniser reads it: NFKC, lower case, and codes by their kind – `¤o` an order, `¤p` a product, `¤n` a long
 * number – because which one is named says nothing about what is wanted.
 */
export function normalisedText(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase();
  const coded = plain.includes('-') ? plain.replace(productCode, ' ¤p ').replace(orderNumber, ' ¤o ') : plain;
  return coded.replace(longNumber, ' ¤n ');
}
