import { turnSchema } from './turn.ts';

/** 1 high, 2 normal, 3 low. */
const priorities = [1, 2, 3] as const;
export type Priority = (typeof priorities)[number];
export const defaultPriority: Priority = 2;

/** What turns of a tenant get of the capacity while others wait, by their priority: none of them nothing. */
export const priorityWeights: Readonly<Record<Priority, number>> = { 1: 8, 2: 4, 3: 1 };

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Unix milliseconds of an RFC 3339 date and time; null if it is none. */
export function instantOf(text: string): number | null {
  const upper = text.toUpperCase();
  const instant = rfc3339.test(upper) ? Date.parse(upper) : Number.NaN;
  return Number.isNaN(instant) ? null : instant;
}

export function priorityOf(text: string): Priority | null {
  return priorities.find((priority) => String(priority) === text) ?? null;
}

export function tenantOf(text: string): string | null {
  return turnSchema.shape.tenant.safeParse(text).data ?? null;
}
