import type { Fault, FaultKind } from '@turnfleet/contract/simulator';
import { TurnfleetError } from '@turnfleet/core';
import type { AnswerEnd, Framing } from '@turnfleet/model';
import type { Work } from '../in-flight.ts';

/** The request is not taken. */
export const isRefusal = ({ kind }: Fault): boolean => kind === 'rate_limited' || kind === 'server_error';

/** Faults that show before the first byte. */
export async function failBefore(fault: Fault, work: Work): Promise<void> {
  switch (fault.kind) {
    case 'rate_limited':
      throw new TurnfleetError('rate_limited', 'Rate limit reached for this model. Please try again later.', {
        ...(fault.retryAfterSeconds === null ? {} : { retryAfterMs: fault.retryAfterSeconds * 1_000 }),
      });
    case 'server_error':
      throw new TurnfleetError('internal', 'The server had an error while processing your request.');
    case 'hang_before_headers':
      return await work.hang();
    default:
      return;
  }
}

/** An error in the open stream, behind an event without data as some send; or an end that no complete answer has. */
export function lastFrame(kind: 'error_mid_stream' | 'half_told', frames: Framing, end: AnswerEnd): string {
  const gaveUp = new TurnfleetError('internal', 'The server had an error while answering.');
  if (kind === 'error_mid_stream') return `data:\n\n${frames.error(gaveUp)}`;
  return frames.end(end).replace(/("(?:finish|stop)_reason"):"\w+"/, '$1:""');
}

const breaking: readonly FaultKind[] = ['hang_mid_stream', 'cut_mid_stream', 'error_mid_stream', 'half_told'];
export const breaks = (fault: Fault | null): fault is Fault => fault !== null && breaking.includes(fault.kind);

/** Lets half of a stream pass, at least its first text, then hangs, cuts the connection or ends what was only begun. */
export async function* broken(
  texts: AsyncIterable<string> | Iterable<string>,
  fault: Fault | null,
  expected: number,
  work: Work,
  last: (kind: 'error_mid_stream' | 'half_told') => string,
): AsyncGenerator<string> {
  let left = Math.max(1, Math.floor(expected / 2));
  for await (const text of texts) {
    yield text;
    left--;
    if (left > 0 || !breaks(fault)) continue;
    if (fault.kind === 'hang_mid_stream') await work.hang();
    if (fault.kind === 'error_mid_stream' || fault.kind === 'half_told') {
      yield last(fault.kind);
      return;
    }
    throw new TurnfleetError('cancelled', 'The connection is cut here on purpose.');
  }
}
