import { type Frame, type PayloadKind, payloadOf } from '@turnfleet/contract/envelope';
import { TurnfleetError, toTurnfleetError } from '@turnfleet/core';
import { WrongSequence } from '@turnfleet/session';
import type { Connection } from './connection.ts';
import { greet } from './greet.ts';
import type { Handling } from './handling.ts';
import { type RequestKind, requests } from './requests.ts';
import { closeCodes, wsLimits } from './ws-limits.ts';

/** May come without a number: they are about the connection alone. */
const unnumbered: ReadonlySet<PayloadKind> = new Set(['heartbeat', 'ack', 'goodbye']);
/** Before the welcome nobody has to wait for it, within reason. */
const earlyAtMost = 64;

/** What to do with each message of a connection; never throws or rejects. */
export function receiver(deps: Handling, connection: Connection): (data: Buffer, isBinary: boolean) => void {
  let early: Frame[] | null = null;

  return (data, isBinary) => {
    const now = deps.clock.monotonic();
    connection.heardAt = now;
    if (connection.ended.signal.aborted || !keepsPace(connection, now)) return;
    const frame = read(connection, data, isBinary, deps);
    if (!frame) return;
    if (connection.current) handle(deps, connection, frame);
    else if (early) {
      if (early.push(frame) > earlyAtMost)
        connection.close('refused', closeCodes.badMessage, 'too much before the welcome');
    } else if (frame.payload.kind !== 'hello') {
      connection.refuse(
        new TurnfleetError('invalid_request', 'The first message has to be a hello.', {
          suggestion: 'Send {"hello":{}} first.',
        }),
      );
      connection.close('refused', closeCodes.badMessage, 'no hello');
    } else {
      const waiting: Frame[] = [];
      early = waiting;
      void greet(deps, connection, frame)
        .catch((error: unknown) => failed(deps, connection, error))
        .then(() => {
          early = null;
          for (const one of waiting) if (connection.current) handle(deps, connection, one);
        });
    }
  };
}

/** A client that sends too fast is read no faster than it may; one that floods is sent away. */
function keepsPace(connection: Connection, now: number): boolean {
  const pauseMs = connection.rate.take(now);
  if (connection.rate.isFlooded) {
    connection.leave('rate_limited', closeCodes.later, 'rate_limited', wsLimits.reconnectMs * 5);
    return false;
  }
  if (pauseMs > 0) connection.rest(pauseMs);
  return true;
}

function read(connection: Connection, data: Buffer, isBinary: boolean, { hub }: Handling): Frame | null {
  try {
    if (isBinary !== connection.codec.isBinary) {
      throw new TurnfleetError('invalid_request', `The subprotocol has ${isBinary ? 'text' : 'binary'} messages only.`);
    }
    const frame = connection.codec.decode(data);
    hub.stats.received(frame.payload.kind);
    return frame;
  } catch (error) {
    hub.stats.received('unreadable');
    connection.refuse(error);
    connection.close('refused', closeCodes.badMessage, 'the message cannot be read');
    return null;
  }
}

function handle(deps: Handling, connection: Connection, frame: Frame): void {
  const { current } = connection;
  if (!current || connection.ended.signal.aborted) return;
  const { sequence, payload } = frame;
  if (sequence > 0 || !unnumbered.has(payload.kind)) {
    const taken = current.order.take(sequence);
    if (taken.kind !== 'next') {
      connection.refuse(outOfOrder(sequence, taken.kind, taken.expected), { answers: sequence });
      return;
    }
  }
  switch (payload.kind) {
    case 'ack':
      return acknowledge(connection, payload.sequence, sequence);
    case 'heartbeat':
      if (sequence > 0 && payload.answers === 0) connection.say(payloadOf('heartbeat', { answers: sequence }));
      return;
    case 'goodbye':
      void deps.sessions.end(current.session.id, current.session.epoch).catch(() => undefined); // it ends by itself
      return connection.close('client', closeCodes.done, '');
    default:
      if (Object.hasOwn(requests, payload.kind)) return inOrder(deps, connection, frame, payload.kind as RequestKind);
      connection.refuse(notForServers(payload.kind), { answers: sequence });
  }
}

/** Room for more, if it can be. */
function acknowledge(connection: Connection, acknowledged: number, answers: number): void {
  const { session, unacknowledged, outbox } = connection.current ?? {};
  try {
    session?.feed.acknowledge(acknowledged);
    unacknowledged?.acknowledge(acknowledged);
    outbox?.go();
  } catch (error) {
    connection.refuse(error, { answers });
  }
}

/** One after another within a conversation; conversations do not wait for each other. */
function inOrder(deps: Handling, connection: Connection, frame: Frame, kind: RequestKind): void {
  const { payload, sequence } = frame;
  const conversationId = 'conversationId' in payload ? payload.conversationId : '';
  const turnId = 'turnId' in payload ? payload.turnId : '';
  const before = connection.pending.get(conversationId) ?? Promise.resolve();
  const work = before
    .then(() => requests[kind](deps, connection, frame))
    .catch((error: unknown) => failed(deps, connection, error, { turnId, conversationId, answers: sequence }))
    .finally(() => {
      if (connection.pending.get(conversationId) === work) connection.pending.delete(conversationId);
    });
  connection.pending.set(conversationId, work);
}

function failed(deps: Handling, connection: Connection, error: unknown, about = {}): void {
  if (toTurnfleetError(error).kind === 'internal') {
    deps.logger.error({ err: error }, 'a message over a WebSocket failed unexpectedly');
  }
  connection.refuse(error, about);
}

function outOfOrder(sequence: number, kind: 'gap' | 'repeat', expected: number): WrongSequence {
  const what = kind === 'gap' ? 'came before its turn' : 'was there before, or is none';
  return new WrongSequence(
    expected,
    `Sequence ${expected} was expected: ${sequence} ${what}. The message was not taken.`,
    'Number your messages one by one, from that of your hello.',
  );
}

function notForServers(kind: PayloadKind): TurnfleetError {
  return new TurnfleetError('invalid_request', `A client does not send ${kind}.`, {
    suggestion: 'See envelope.proto for who sends what.',
  });
}
