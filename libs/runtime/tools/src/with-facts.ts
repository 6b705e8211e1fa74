import type { Tool, TurnFacts } from './tool.ts';

type Json = Readonly<Record<string, unknown>>;

/** The arguments with what the turn has to say itself; null if it does not say what the tool cannot do without. */
export function withFacts({ filled }: Pick<Tool, 'filled'>, args: Json, facts: TurnFacts): Json | null {
  if (filled.length === 0) return args;
  const known = filled.filter(({ from }) => facts[from] !== undefined);
  if (filled.some((one) => one.required && !known.includes(one))) return null;
  return { ...args, ...Object.fromEntries(known.map(({ field, from }) => [field, facts[from]])) };
}
