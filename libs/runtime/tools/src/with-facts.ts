import type { Tool, TurnFacts } from './tool.ts';

type Json = Readonly<Record<string, unknown>>;

/** The arguments with what the turn has to say itself; null if it does not say it. */
export function withFacts({ filled }: Pick<Tool, 'filled'>, args: Json, facts: TurnFacts): Json | null {
  if (filled.length === 0) return args;
  if (filled.some(({ from }) => facts[from] === undefined)) return null;
  return { ...args, ...Object.fromEntries(filled.map(({ field, from }) => [field, facts[from]])) };
}
