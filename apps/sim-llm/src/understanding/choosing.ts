/** Words that choose one of a list. */
export const cheapest = /最便宜|\bcheapest\b/i;
export const ordinals: readonly RegExp[] = [
  /第(?:一|1)[款个台部件种]|\bfirst\b|\b1st\b/i,
  /第(?:二|2|两)[款个台部件种]|\bsecond\b|\b2nd\b/i,
  /第(?:三|3)[款个台部件种]|\bthird\b|\b3rd\b/i,
];

/** Whether a message chooses one of what was listed before. */
export function choosesListed(message: string): boolean {
  return [...ordinals, cheapest].some((pattern) => pattern.test(message));
}
