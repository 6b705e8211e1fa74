import { type FrameCodec, frameCodec, type Subprotocol, subprotocols } from '@turnfleet/contract/envelope';
import { type Clock, TurnfleetError } from '@turnfleet/core';
import type { Entered } from '@turnfleet/principal';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { NodeServer } from '../server/node-server.ts';
import { Refusal } from '../server/refusal.ts';
import type { FrameSocket } from './frame-socket.ts';
import { wsLimits } from './ws-limits.ts';

interface SocketDoorDeps {
  readonly node: NodeServer;
  /** Whose pages may connect, besides our own. */
  readonly origins: readonly string[];
}

/** Takes over the socket of who has come in. */
export type OpenedSocket = (socket: WebSocket, codec: FrameCodec, entered: Entered) => void;

const fallback: Subprotocol = 'turnfleet.json.v1';

/**
 * Makes a WebSocket of a request that everything else has let in, and refuses what is none. `enter` throws where there is no
 * room for it; what it returns keeps nothing of the request, as the socket may outlive that by hours.
 */
export function socketDoor({ node, origins }: SocketDoorDeps, enter: (request: FastifyRequest) => OpenedSocket) {
  const server = new WebSocketServer({
    ...{ noServer: true, clientTracking: false, perMessageDeflate: false, maxPayload: wsLimits.messageBytes },
    handleProtocols: (offered) => knownProtocol([...offered]) ?? false,
  });
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    expectOwnPage(request, origins);
    const offered = request.headers['sec-websocket-protocol'];
    if (offered !== undefined && knownProtocol(offered.split(',').map((one) => one.trim())) === undefined) {
      throw new Refusal(
        400,
        'None of the subprotocols that are offered is known here.',
        `Offer ${subprotocols.join(' or ')}.`,
      );
    }
    const opened = enter(request);
    const upgrade = node.takeSocket(request.raw);
    if (!upgrade) {
      throw new Refusal(426, 'This address is for WebSocket connections.', 'Connect with a WebSocket client.', {
        upgrade: 'websocket',
      });
    }
    reply.hijack();
    server.handleUpgrade(request.raw, upgrade.socket, upgrade.head, opener(request.entered, opened));
    // Ends the request's span and its measured time: the response itself is never finished.
    reply.raw.statusCode = 101;
    reply.raw.emit('finish');
  };
}

/** Apart from the route, as what listens to a socket keeps all that it can see: the request would live as long. */
function opener(entered: Entered, opened: OpenedSocket): (socket: WebSocket) => void {
  return (socket) => opened(socket, frameCodec((socket.protocol || fallback) as Subprotocol), entered);
}

function knownProtocol(offered: readonly string[]): Subprotocol | undefined {
  const known: readonly string[] = subprotocols;
  return offered.find((one): one is Subprotocol => known.includes(one));
}

/** A browser says whose page connects; others say nothing, and are let in by what they bring. */
function expectOwnPage({ headers }: FastifyRequest, origins: readonly string[]): void {
  const { origin, host } = headers;
  if (origin === undefined || origins.includes(origin)) return;
  if (URL.canParse(origin) && new URL(origin).host === host) return;
  throw new TurnfleetError('forbidden', 'Pages of this origin may not connect.', {
    suggestion: 'Add the origin to ALLOWED_ORIGINS if they should.',
  });
}

/** How a request for a WebSocket is answered, besides with errors. */
export const socketAnswers = {
  101: z.undefined().describe('The connection is a WebSocket now.'),
  426: z.undefined().describe('The request does not ask for a WebSocket.'),
};

/** Notes what its socket tells by itself; `closed` is called at its end. */
export function listenTo(frames: FrameSocket, clock: Pick<Clock, 'monotonic'>, closed: () => void): void {
  const { socket } = frames;
  socket.on('ping', () => (frames.heardAt = clock.monotonic()));
  // What was wrong with a frame is in the code it is closed with.
  socket.on('error', () => (frames.why = 'refused'));
  socket.on('close', () => {
    frames.gone();
    closed();
  });
}
