import { createHash } from 'node:crypto';
import { encodeHeaders, encodeTurn, homePartition } from '@turnfleet/contract/events';
import { defaultPriority, type Priority, type Turn } from '@turnfleet/contract/schemas';
import type { ConversationGateway, Journal, TurnRef } from '@turnfleet/conversation';
import { type Clock, type Logger, TurnfleetError, toTurnfleetError, withTimeout } from '@turnfleet/core';
import { anonymous, type Principal, type SignTurn } from '@turnfleet/principal';
import { traceHeaders } from '@turnfleet/telemetry';
import type { NewRecord, TurnLog } from '@turnfleet/turn-engine';

export interface SubmitDeps {
  /** Writes the trace context into the record's headers, see `tracedLog`. */
  readonly log: Pick<TurnLog, 'append'>;
  readonly gateway: Pick<ConversationGateway, 'reserve' | 'markLogged'>;
  readonly journal: Pick<Journal, 'accept'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly partitions: number;
  /** Undefined where nobody signs in. */
  readonly sign?: SignTurn | undefined;
}

/** Longest the log may take, milliseconds; a record that lands later is the same turn again, which changes nothing. */
const appendLimitMs = 10_000;

/**
 * Accepts a turn: reserve its id → append it to the log → mark it logged → announce it to watchers. When this returns, the
 * log has the turn. The same id with the same content again does nothing; `conflict` with another content; `overloaded`
 * when store or log cannot be reached, after which the same request may be repeated. Returns whether it was new. Whether there
 * is room for it the caller has asked before.
 */
export async function submitTurn(
  deps: SubmitDeps,
  turn: Turn,
  principal: Principal = anonymous,
  priority: Priority = defaultPriority,
): Promise<boolean> {
  const ref = { conversationId: turn.conversationId, turnId: turn.turnId };
  if (!(await reserve(deps, ref, turn))) return false;
  const traceparent = traceHeaders()['traceparent'] ?? '';
  const submittedAt = new Date(deps.clock.now()).toISOString();
  await append(deps, signed(deps, turn, principal, priority), turn.turnId);
  const { turnId, text } = turn;
  const urgency = priority === defaultPriority ? {} : { priority };
  const accepted = { type: 'turn.accepted', turnId, text, submittedAt, ...urgency } as const;
  // The log has the turn, so it is accepted whatever happens here: unmarked, a repeat is appended again, which the ledger
  // makes harmless; unannounced, the orchestrator announces it.
  const told = await Promise.allSettled([
    deps.gateway.markLogged(ref),
    deps.journal.accept(turn.conversationId, accepted, traceparent),
  ]);
  for (const failure of told.filter((outcome) => outcome.status === 'rejected')) {
    deps.logger.warn({ err: toTurnfleetError(failure.reason) }, 'a turn is in the log, but not marked or announced');
  }
  return true;
}

/** Whether it has to be appended: the log does not have it. `conflict` if the id was used for something else. */
export async function reserve(
  { gateway }: Pick<SubmitDeps, 'gateway'>,
  ref: TurnRef,
  content: object,
): Promise<boolean> {
  const reservation = await gateway.reserve(ref, contentHash(content));
  if (reservation.kind === 'conflict') {
    throw new TurnfleetError('conflict', `The Idempotency-Key ${ref.turnId} was used before for another message.`, {
      suggestion: 'Use a new key for a new message; repeat a message with exactly the same body.',
    });
  }
  return reservation.kind === 'reserved';
}

/** The turn's record, with what vouches for who asks it. */
function signed({ partitions, sign }: SubmitDeps, turn: Turn, principal: Principal, priority: Priority): NewRecord {
  const urgency = priority === defaultPriority ? {} : { priority };
  const home = homePartition(turn.conversationId, partitions);
  const record = encodeTurn(turn, home, {}, { admitted: true, ...urgency });
  return vouchedFor(record, sign, principal, turn);
}

/** The record with what vouches for who sends it, where somebody signs. */
export function vouchedFor(
  record: NewRecord,
  sign: SignTurn | undefined,
  principal: Principal,
  ref: TurnRef,
): NewRecord {
  if (!sign || !record.value) return record;
  const vouching = sign(principal, { ...ref, value: record.value });
  return { ...record, headers: { ...record.headers, ...encodeHeaders(vouching) } };
}

/** Fails with `overloaded` when the log does not confirm the record in time. */
export async function append(
  { log, clock }: Pick<SubmitDeps, 'log' | 'clock'>,
  record: NewRecord,
  turnId: string,
): Promise<void> {
  const late = () => new TurnfleetError('overloaded', 'The log did not confirm the turn in time.');
  try {
    await withTimeout(clock, appendLimitMs, log.append(record), late);
  } catch (error) {
    const { kind, message, details } = toTurnfleetError(error);
    const suggestion = `Send it again with the header Idempotency-Key: ${turnId}, so that it is answered only once.`;
    throw new TurnfleetError(kind, message, kind === 'overloaded' ? { ...details, suggestion } : details);
  }
}

/** The same for two requests that ask the same, in whatever order their fields came. */
function contentHash(content: object): string {
  return createHash('sha256').update(canonical(content)).digest('base64url');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`)
    .join(',')}}`;
}
