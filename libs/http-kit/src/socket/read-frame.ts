import type { Frame, PayloadKind } from '@turnfleet/contract/envelope';
import { TurnfleetError } from '@turnfleet/core';
import { type ClientOrder, WrongSequence } from '@turnfleet/session';
import type { FrameSocket } from './frame-socket.ts';
import { closeCodes, wsLimits } from './ws-limits.ts';
import type { WsStats } from './ws-stats.ts';

/** May come without a number: they are about the connection alone. */
const unnumbered: ReadonlySet<PayloadKind> = new Set(['heartbeat', 'ack', 'goodbye']);

/**
 * The frame that a client sent, `now` by the monotonic clock. Null: there is nothing to handle. A client that sends too fast
 * is read no faster than it may; one that floods, or sends what is no frame, is sent away.
 */
export function readFrame(
  socket: FrameSocket,
  stats: WsStats,
  data: Buffer,
  isBinary: boolean,
  now: number,
): Frame | null {
  socket.heardAt = now;
  if (socket.ended.signal.aborted || !keepsPace(socket, now)) return null;
  try {
    if (isBinary !== socket.codec.isBinary) {
      throw new TurnfleetError('invalid_request', `The subprotocol has ${isBinary ? 'text' : 'binary'} messages only.`);
    }
    const frame = socket.codec.decode(data);
    stats.received(frame.payload.kind);
    return frame;
  } catch (error) {
    stats.received('unreadable');
    socket.refuse(error);
    socket.close('refused', closeCodes.badMessage, 'the message cannot be read');
    return null;
  }
}

function keepsPace(socket: FrameSocket, now: number): boolean {
  const pauseMs = socket.rate.take(now);
  if (socket.rate.isFlooded) {
    socket.leave('rate_limited', closeCodes.later, 'rate_limited', wsLimits.reconnectMs * 5);
    return false;
  }
  if (pauseMs > 0) socket.rest(pauseMs);
  return true;
}

/** Whether a frame is the next one of its client, who is told if it is not. */
export function isInOrder(socket: FrameSocket, order: ClientOrder, { sequence, payload }: Frame): boolean {
  if (sequence === 0 && unnumbered.has(payload.kind)) return true;
  const taken = order.take(sequence);
  if (taken.kind === 'next') return true;
  socket.refuse(outOfOrder(sequence, taken.kind, taken.expected), { answers: sequence });
  return false;
}

function outOfOrder(sequence: number, kind: 'gap' | 'repeat', expected: number): WrongSequence {
  const what = kind === 'gap' ? 'came before its turn' : 'was there before, or is none';
  return new WrongSequence(
    expected,
    `Sequence ${expected} was expected: ${sequence} ${what}. The message was not taken.`,
    'Number your messages one by one, from that of your hello.',
  );
}

/** The first message has to be a hello; who sends another is sent away. */
export function expectHello(socket: FrameSocket, { payload }: Frame): boolean {
  if (payload.kind === 'hello') return true;
  socket.refuse(
    new TurnfleetError('invalid_request', 'The first message has to be a hello.', {
      suggestion: 'Send {"hello":{}} first.',
    }),
  );
  socket.close('refused', closeCodes.badMessage, 'no hello');
  return false;
}

export function notForServers(kind: PayloadKind): TurnfleetError {
  return new TurnfleetError('invalid_request', `A client does not send ${kind}.`, {
    suggestion: 'See envelope.proto for who sends what.',
  });
}

/** One after another within a conversation; conversations do not wait for each other. `work` never rejects. */
export function inTurn({ pending }: FrameSocket, conversationId: string, work: () => Promise<void>): void {
  const before = pending.get(conversationId) ?? Promise.resolve();
  const done = before.then(work).finally(() => {
    if (pending.get(conversationId) === done) pending.delete(conversationId);
  });
  pending.set(conversationId, done);
}
