import { z } from 'zod';

/** What somebody may do. `chat` includes reading one's own; `operate` is for those who run the fleet, and includes nothing else. */
export const scopes = ['chat', 'read', 'tools', 'agent', 'operate'] as const;
export type Scope = (typeof scopes)[number];

export const scopeSchema = z.enum(scopes, `must be one of ${scopes.join(', ')}`);

/** Which limits apply; what each allows is configured where turns are admitted. */
export const rateClasses = ['standard', 'high', 'unlimited'] as const;
export type RateClass = (typeof rateClasses)[number];

export function isScope(value: unknown): value is Scope {
  return scopes.some((scope) => scope === value);
}

/** The scopes in a list or in a text that separates them by spaces (RFC 8693 §4.2). Others are for other services. */
export function scopesIn(value: unknown): readonly Scope[] {
  const names: readonly unknown[] = typeof value === 'string' ? value.split(/\s+/) : Array.isArray(value) ? value : [];
  return scopes.filter((scope) => names.includes(scope));
}
