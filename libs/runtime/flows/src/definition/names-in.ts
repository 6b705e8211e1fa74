const braces = /\{([a-z][\w.]*)\}/g;

/** Stands for the words of the shopper that the flow heard in this turn. */
export const heardWords = 'message';

/** All that stands in braces in the texts of something, and what `branch` goes by: `order_id`, `order.status`. */
export function namesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [...value.matchAll(braces)].map(([, name = '']) => name);
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    key === 'branch' && typeof one === 'string' ? [one] : namesIn(one),
  );
}
