import { isObject } from '../schemas/json.ts';
import { defaultTenant, type Turn } from '../schemas/turn.ts';
import { defaultPriority, instantOf, type Priority, priorityOf, tenantOf } from '../schemas/turn-extensions.ts';
import type { TraceHeaders } from './cloud-event.ts';
import type { ReadEvent } from './read-event.ts';
import type { RecordHeaders } from './record-headers.ts';
import { traceHeadersOf } from './trace-headers.ts';

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

/**
 * Reads what surrounds a turn's data. What cannot be read is no reason to refuse the turn: the default takes its place, and
 * its name goes into `ignored`.
 */
export function turnContext(
  turn: Turn,
  { attributes, data }: ReadEvent,
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
  if (turn.locale === undefined && data.ok && isObject(data.value) && data.value['locale'] != null)
    ignored.push('locale');
  return { deadlineAt, priority, tenant, traceHeaders: traceHeaders ?? {}, ignored };
}
