/** SKUs, order numbers, model names: their digits are no figures. */
const codes = /[A-Za-z][A-Za-z]*[-_]?\d[\w-]*|\d+[-_]?[A-Za-z][\w-]*\d[\w-]*/g;
const numbers = /\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?/g;

/** The numbers that a text states, each once, smallest first: `¥5,999.00` and `5999元` state the same. */
export function figuresIn(text: string): readonly string[] {
  const plain = text.normalize('NFKC').replace(codes, ' ');
  const found = [...plain.matchAll(numbers)].map(([number]) => Number(number.replaceAll(',', '')));
  return [...new Set(found)].toSorted((a, b) => a - b).map(String);
}
