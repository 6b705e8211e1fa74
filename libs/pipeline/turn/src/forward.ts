import { encodeTurn, forwardedHeaders, hopsOf, mostHops, type PlacedRecord } from '@turnfleet/contract/events';
import { type Clock, isTurnfleetError, TurnfleetError } from '@turnfleet/core';
import { appendWhileOwner } from '@turnfleet/ownership';
import type { LogRecord, TurnLog } from '@turnfleet/turn-engine';
import type { AppendDeadLetter } from './dead-letter.ts';
import type { Decoded } from './decode.ts';
import type { TurnMetrics } from './metrics.ts';
import { type Run, refOf } from './run.ts';

interface ForwardDeps {
  readonly log: Pick<TurnLog, 'append'>;
  readonly clock: Clock;
  readonly deadLetter: AppendDeadLetter;
  readonly metrics: Pick<TurnMetrics, 'misrouted'>;
}

export type Forward = (record: LogRecord, decoded: Decoded, home: number, run: Run) => Promise<void>;

/**
 * Sends a record of another partition's conversation there as it is, with the time at which its deadline began; the turn
 * id makes a repeat harmless. One that is too large to be written again, as a record that came compressed may be, is kept
 * as a dead letter, and goes on without what no answer needs; if that is too large too, as its ids, and fails there. One that
 * has been sent on `mostHops` times goes no further.
 */
export function forwarder(deps: ForwardDeps): Forward {
  return async (record, decoded, home, run) => {
    const { topic, key, value } = record;
    const hops = hopsOf(record.headers);
    if (hops >= mostHops) return deps.deadLetter(record, goesRound(record, home), 1, run);
    const headers = forwardedHeaders(record.headers, decoded.submittedAt);
    try {
      await appendWhileOwner(deps, run, { topic, partition: home, key, value, headers });
    } catch (refusal) {
      if (!isTurnfleetError(refusal, 'invalid_request')) throw refusal;
      await deps.deadLetter(record, refusal, 1, run);
      await sendShorter(deps, run, [leanRecord(decoded, home, hops + 1), idsOf(decoded, home, hops + 1)]);
    }
    deps.metrics.misrouted();
  };
}

/** The first that the topic takes. */
async function sendShorter(deps: ForwardDeps, run: Run, [first, ...shorter]: readonly (PlacedRecord | null)[]) {
  if (!first) return;
  try {
    await appendWhileOwner(deps, run, first);
  } catch (refusal) {
    if (!isTurnfleetError(refusal, 'invalid_request') || shorter.length === 0) throw refusal;
    await sendShorter(deps, run, shorter);
  }
}

/** A turn without its metadata; of a record that is none only the ids, so that it fails in its conversation. */
function leanRecord(decoded: Decoded, home: number, hops: number): PlacedRecord | null {
  if (decoded.kind !== 'turn') return idsOf(decoded, home, hops);
  const { turn, tenant, deadlineAt, priority, traceHeaders } = decoded;
  const lean = { ...turn, tenant, metadata: undefined };
  return dated(decoded, hops, encodeTurn(lean, home, traceHeaders, { deadlineAt, priority }));
}

/** No turn, but where it arrives it is certain whose turn it was meant to be. */
function idsOf(decoded: Decoded, home: number, hops: number): PlacedRecord | null {
  const ref = refOf(decoded);
  if (!ref) return null;
  const { conversationId, turnId } = ref;
  return dated(decoded, hops, encodeTurn({ conversationId, turnId, text: '' }, home, decoded.traceHeaders));
}

const dated = ({ submittedAt }: Decoded, hops: number, record: PlacedRecord): PlacedRecord => ({
  ...record,
  headers: forwardedHeaders(record.headers, submittedAt, hops),
});

function goesRound({ partition }: LogRecord, home: number): TurnfleetError {
  return new TurnfleetError(
    'conflict',
    `This turn was sent on ${mostHops} times and is not at home: the worker that has partition ${partition} takes ${home} for ` +
      'its home, another one does not. They count different numbers of partitions. It got no reply.',
  );
}
