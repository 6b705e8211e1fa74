import type { TraceHeaders } from '../events/cloud-event.ts';
import type { ReadEvent } from '../events/read-event.ts';
import type { RecordHeaders } from '../events/record-headers.ts';
import { traceHeadersOf } from '../events/trace-context.ts';
import { defaultTenant, type Turn, turnSchema } from './turn.ts';

/** 1 high, 2 normal, 3 low. */
export const priorities = [1, 2, 3] as const;
export type Priority = (typeof priorities)[number];
export const defaultPriority: Priority = 2;

/** What a turn brings besides its data, every default filled in. */
export interface TurnContext {
  /** Unix milliseconds after which no answer is wanted. */
  readonly deadlineAt: number;
  readonly priority: Priority;
  readonly tenant: string;
  readonly traceHeaders: TraceHeaders;
  /** Headers that were there but could not be read, e.g. `ce_deadline`, and a `locale` that is none: ignored, to be counted. */
  readonly ignored: readonly string[];
}

export function contextOf(
  turn: Turn,
  { attributes }: ReadEvent,
  headers: RecordHeaders,
  defaultDeadlineAt: number,
): TurnContext {
  const ignored: string[] = [];
  const extension = <T>(name: string, read: (text: string) => T | null): T | null => {
    const text = attributes.get(name);
    if (text === undefined) return null;
    const value = text === null ? null : read(text);
    if (value === null) ignored.push(`ce_${name}`);
    return value;
  };
  const deadlineAt = extension('deadline', instantOf) ?? defaultDeadlineAt;
  const priority = extension('priority', priorityOf) ?? defaultPriority;
  const tenant = extension('tenant', tenantOf) ?? turn.tenant ?? defaultTenant;
  const traceHeaders = traceHeadersOf(headers);
  if (!traceHeaders) ignored.push('traceparent');
  return { deadlineAt, priority, tenant, traceHeaders: traceHeaders ?? {}, ignored };
}

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Unix milliseconds of an RFC 3339 date and time; null if it is none. */
export function instantOf(text: string): number | null {
  const upper = text.toUpperCase();
  const instant = rfc3339.test(upper) ? Date.parse(upper) : Number.NaN;
  return Number.isNaN(instant) ? null : instant;
}

function priorityOf(text: string): Priority | null {
  return priorities.find((priority) => String(priority) === text) ?? null;
}

function tenantOf(text: string): string | null {
  return turnSchema.shape.tenant.safeParse(text).data ?? null;
}
