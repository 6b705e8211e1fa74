import {
  type DecodedTurn,
  encodeTurn,
  forwardedHeaders,
  hopsOf,
  mostHops,
  type PlacedRecord,
} from '@turnfleet/contract';
import { isTurnfleetError, TurnfleetError } from '@turnfleet/core';
import type { LogRecord } from '@turnfleet/turn-engine';
import { appendWhileOwner } from './append.ts';
import { appendDeadLetter, type DeadLetterParts } from './dead-letter.ts';
import { type Run, refOf } from './run.ts';

/**
 * Sends a record of another partition's conversation there as it is, with the time at which its deadline began; the turn
 * id makes a repeat harmless. One that is too large to be written again, as a record that came compressed may be, is kept
 * as a dead letter, and goes on without what no answer needs. One that has been sent on `mostHops` times goes no further.
 */
export async function forward(
  parts: DeadLetterParts,
  record: LogRecord,
  decoded: DecodedTurn,
  home: number,
  run: Run,
): Promise<void> {
  const { topic, key, value } = record;
  if (hopsOf(record.headers) >= mostHops) return appendDeadLetter(parts, record, goesRound(record, home), 1, run);
  const whole = { topic, partition: home, key, value, headers: forwardedHeaders(record.headers, decoded.submittedAt) };
  await appendWhileOwner(parts, run, whole).catch(async (refusal: unknown) => {
    if (!isTurnfleetError(refusal, 'invalid_request')) throw refusal;
    await appendDeadLetter(parts, record, refusal, 1, run);
    const lean = leanRecord(decoded, home, hopsOf(record.headers) + 1);
    return lean && appendWhileOwner(parts, run, lean);
  });
  parts.metrics.misrouted();
}

/** A turn without its metadata; of a record that is none only the ids, so that it fails in its conversation. */
function leanRecord(decoded: DecodedTurn, home: number, hops: number): PlacedRecord | null {
  const dated = (lean: PlacedRecord) => ({
    ...lean,
    headers: forwardedHeaders(lean.headers, decoded.submittedAt, hops),
  });
  if (decoded.kind === 'turn') {
    const { turn, tenant, deadlineAt, priority, traceHeaders } = decoded;
    const lean = { ...turn, tenant, metadata: undefined };
    return dated(encodeTurn(lean, home, traceHeaders, { deadlineAt, priority }));
  }
  const ref = refOf(decoded);
  return ref && dated(encodeTurn({ ...ref, text: '' }, home, decoded.traceHeaders));
}

function goesRound({ partition }: LogRecord, home: number): TurnfleetError {
  return new TurnfleetError(
    'conflict',
    `This turn was sent on ${mostHops} times and is not at home: the worker that has partition ${partition} takes ${home} for ` +
      'its home, another one does not. They count different numbers of partitions. It got no reply.',
  );
}
