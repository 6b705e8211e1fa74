import { type Frame, payloadOf } from '@turnfleet/contract/envelope';
import { toTurnfleetError } from '@turnfleet/core';
import { closeCodes, expectHello, inTurn, isInOrder, notForServers, readFrame } from '@turnfleet/http-kit';
import type { Connection } from './connection.ts';
import { greet } from './greet.ts';
import type { Handling } from './handling.ts';
import { type RequestKind, requests } from './requests.ts';

/** Before the welcome nobody has to wait for it, within reason. */
const earlyAtMost = 64;

/** What to do with each message of a connection; never throws or rejects. */
export function receiver(deps: Handling, connection: Connection): (data: Buffer, isBinary: boolean) => void {
  let early: Frame[] | null = null;

  return (data, isBinary) => {
    const frame = readFrame(connection, deps.hub.stats, data, isBinary, deps.clock.monotonic());
    if (!frame) return;
    if (connection.current) handle(deps, connection, frame);
    else if (early) {
      if (early.push(frame) > earlyAtMost)
        connection.close('refused', closeCodes.badMessage, 'too much before the welcome');
    } else if (expectHello(connection, frame)) {
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

function handle(deps: Handling, connection: Connection, frame: Frame): void {
  const { current } = connection;
  if (!current || connection.ended.signal.aborted) return;
  const { sequence, payload } = frame;
  if (!isInOrder(connection, current.order, frame)) return;
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

function inOrder(deps: Handling, connection: Connection, frame: Frame, kind: RequestKind): void {
  const { payload, sequence } = frame;
  const conversationId = 'conversationId' in payload ? payload.conversationId : '';
  const turnId = 'turnId' in payload ? payload.turnId : '';
  inTurn(connection, conversationId, () =>
    requests[kind](deps, connection, frame).catch((error: unknown) =>
      failed(deps, connection, error, { turnId, conversationId, answers: sequence }),
    ),
  );
}

function failed(deps: Handling, connection: Connection, error: unknown, about = {}): void {
  if (toTurnfleetError(error).kind === 'internal') {
    deps.logger.error({ err: error }, 'a message over a WebSocket failed unexpectedly');
  }
  connection.refuse(error, about);
}
