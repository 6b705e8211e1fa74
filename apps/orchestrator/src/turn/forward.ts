import { type DecodedTurn, encodeTurn, forwardedHeaders, type PlacedRecord } from '@turnfleet/contract';
import { isTurnfleetError } from '@turnfleet/core';
import type { LogRecord } from '@turnfleet/turn-engine';
import { appendWhileOwner } from './append.ts';
import { appendDeadLetter, type DeadLetterParts } from './dead-letter.ts';
import { type Run, refOf } from './run.ts';

/**
 * Sends a record of another partition's conversation there as it is, with the time at which its deadline began; the turn
 * id makes a repeat harmless. One that is too large to be written again, as a record that came compressed may be, is kept
 * as a dead letter, and goes on without what no answer needs.
 */
export async function forward(
  parts: DeadLetterParts,
  record: LogRecord,
  decoded: DecodedTurn,
  home: number,
  run: Run,
): Promise<void> {
  const { topic, key, value } = record;
  const whole = { topic, partition: home, key, value, headers: forwardedHeaders(record.headers, decoded.submittedAt) };
  await appendWhileOwner(parts, run, whole).catch(async (refusal: unknown) => {
    if (!isTurnfleetError(refusal, 'invalid_request')) throw refusal;
    await appendDeadLetter(parts, record, refusal, 1, run);
    const lean = leanRecord(decoded, home);
    return lean && appendWhileOwner(parts, run, lean);
  });
  parts.metrics.misrouted();
}

/** A turn without its metadata; of a record that is none only the ids, so that it fails in its conversation. */
function leanRecord(decoded: DecodedTurn, home: number): PlacedRecord | null {
  const dated = (lean: PlacedRecord) => ({ ...lean, headers: forwardedHeaders(lean.headers, decoded.submittedAt) });
  if (decoded.kind === 'turn') {
    const { turn, tenant, deadlineAt, priority, traceHeaders } = decoded;
    const lean = { ...turn, tenant, metadata: undefined };
    return dated(encodeTurn(lean, home, traceHeaders, { deadlineAt, priority }));
  }
  const ref = refOf(decoded);
  return ref && dated(encodeTurn({ ...ref, text: '' }, home, decoded.traceHeaders));
}
