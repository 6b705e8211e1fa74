import { headerText } from './read-event.ts';
import type { RecordHeaders } from './record-headers.ts';

/** Header of a forwarded turn: how often it has been sent on to another partition. */
export const hopsHeader = 'x-hops';

/**
 * So often a record may be forwarded. Once brings it home; more often only if workers count different numbers of
 * partitions, and then it would go back and forth between them for ever.
 */
export const mostHops = 3;

/** How often a record has been forwarded; 0 if it does not say, or says what is no number. */
export function hopsOf(headers: RecordHeaders): number {
  const text = headerText(headers, hopsHeader) ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}
