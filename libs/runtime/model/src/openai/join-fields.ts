type Fields = Readonly<Record<string, unknown>>;

/** Fields of thoughts: they go back only where an endpoint insists. */
const thoughts = new Set(['reasoning_content', 'reasoning', 'reasoning_details', 'thinking', 'thinking_blocks']);

/** What the deltas of a message brought beside what is read, put together: thoughts come in pieces, the rest at once. */
export function joinFields(before: Fields, more: Fields): Fields {
  const joined = Object.entries(more).map(([name, value]): [string, unknown] => {
    const old = before[name];
    if (thoughts.has(name) && typeof old === 'string' && typeof value === 'string') return [name, old + value];
    if (Array.isArray(old) && Array.isArray(value)) return [name, [...(old as unknown[]), ...(value as unknown[])]];
    return [name, value];
  });
  return { ...before, ...Object.fromEntries(joined) };
}

export function withoutThoughts(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !thoughts.has(name)));
}
