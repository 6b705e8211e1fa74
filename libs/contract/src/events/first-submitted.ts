import { instantOf } from '../schemas/turn-extensions.ts';
import { type EventRecord, encodeHeaders } from './cloud-event.ts';
import { hopsHeader, hopsOf } from './hops.ts';
import { headerText } from './read-event.ts';
import type { RecordHeaders } from './record-headers.ts';

/** Header of a forwarded turn: when it was first written to `chat.turns` (RFC 3339), as its new record has a new timestamp. */
export const submittedAtHeader = 'x-submitted-at';

/** `timestamp`: the record's, Unix milliseconds. */
type Dated = Pick<EventRecord, 'headers'> & { readonly timestamp: number };

/** 9999-12-31, the last day that RFC 3339 can tell; a producer may send any 64 bits for a timestamp. */
const latest = Date.UTC(9999, 11, 31);

/** Unix milliseconds at which a turn was submitted, however often it has been forwarded since; always a date to be told. */
export function submittedAtOf({ headers, timestamp }: Dated): number {
  const instant = instantOf(headerText(headers, submittedAtHeader) ?? '') ?? timestamp;
  return Math.min(Math.max(instant, 0), latest);
}

/**
 * Headers under which a turn goes on to another partition: its own, since when (Unix milliseconds) it is on its way, and
 * how often it has been sent on by then.
 */
export function forwardedHeaders(
  headers: RecordHeaders,
  submittedAt: number,
  hops = hopsOf(headers) + 1,
): RecordHeaders {
  const ours = { [submittedAtHeader]: new Date(submittedAt).toISOString(), [hopsHeader]: String(hops) };
  return { ...headers, ...encodeHeaders(ours) };
}
