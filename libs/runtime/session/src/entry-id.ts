/** An id of a journal as its parts; null if it is none. */
export function partsOf(id: string): { readonly generation: string; readonly number: number } | null {
  const [, generation, number] = /^(\d{1,15})-(\d{1,15})$/.exec(id) ?? [];
  return generation === undefined ? null : { generation, number: Number(number) };
}

/** The entry that comes `count` after this one: within a generation, numbers have no gaps. */
export function entryAfter(id: string, count: number): string {
  if (count === 0) return id;
  const parts = partsOf(id);
  return parts ? `${parts.generation}-${parts.number + count}` : id;
}

/** The entry before this one; null where there can be none. */
export function entryBefore(id: string): string | null {
  const parts = partsOf(id);
  return parts && parts.number > 0 ? `${parts.generation}-${parts.number - 1}` : null;
}
