import { frameCodec, type Subprotocol, subprotocols } from '@turnfleet/contract/envelope';
import { TurnfleetError } from '@turnfleet/core';
import { type HttpApp, type NodeServer, problems, Refusal } from '@turnfleet/http-kit';
import type { Entered } from '@turnfleet/principal';
import type { FastifyRequest } from 'fastify';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { Connection, type ConnectionDeps } from './connection.ts';
import { watchCredential } from './credential.ts';
import type { Handling } from './handling.ts';
import { receiver } from './receive.ts';
import { wsLimits } from './ws-limits.ts';

interface WebSocketDeps extends Handling {
  readonly node: NodeServer;
  /** Whose pages may connect, besides our own. */
  readonly origins: readonly string[];
  /** Where clients come back to; empty: where they came. */
  readonly url: string;
}

const fallback: Subprotocol = 'turnfleet.json.v1';

export function webSocketRoute(app: HttpApp, deps: WebSocketDeps): void {
  const { node, hub, clock, origins, url } = deps;
  const shared: ConnectionDeps = { clock, stats: hub.stats, url };
  const server = new WebSocketServer({
    ...{ noServer: true, clientTracking: false, perMessageDeflate: false, maxPayload: wsLimits.messageBytes },
    handleProtocols: (offered) => knownProtocol([...offered]) ?? false,
  });
  app.get(
    '/v1/ws',
    {
      exposeHeadRoute: false,
      config: { may: ['read', 'chat', 'agent'], takesTicket: true },
      schema: {
        operationId: 'connect',
        summary: 'Opens a WebSocket: turns, their answers and events of many conversations over one connection',
        description: `Subprotocols: ${subprotocols.join(', ')}; messages: turnfleet.envelope.v1.Envelope.`,
        querystring: z.object({ ticket: z.string().max(128).optional().describe('Of `POST /v1/tickets`.') }),
        response: {
          101: z.undefined().describe('The connection is a WebSocket now.'),
          426: z.undefined().describe('The request does not ask for a WebSocket.'),
          ...problems(400, 401, 403, 503),
        },
      },
    },
    async (request, reply) => {
      expectOwnPage(request, origins);
      const offered = request.headers['sec-websocket-protocol'];
      if (offered !== undefined && knownProtocol(offered.split(',').map((one) => one.trim())) === undefined) {
        throw new Refusal(
          400,
          'None of the subprotocols that are offered is known here.',
          `Offer ${subprotocols.join(' or ')}.`,
        );
      }
      hub.expectRoom();
      const upgrade = node.takeSocket(request.raw);
      if (!upgrade) {
        throw new Refusal(426, 'This address is for WebSocket connections.', 'Connect with a WebSocket client.', {
          upgrade: 'websocket',
        });
      }
      reply.hijack();
      server.handleUpgrade(request.raw, upgrade.socket, upgrade.head, opener(deps, shared, request.entered));
      // Ends the request's span and its measured time: the response itself is never finished.
      reply.raw.statusCode = 101;
      reply.raw.emit('finish');
    },
  );
}

/** Apart from the route, as what listens to a socket keeps all that it can see: the request would live as long. */
function opener(deps: WebSocketDeps, shared: ConnectionDeps, entered: Entered): (socket: WebSocket) => void {
  const { hub, clock } = deps;
  return (socket) => {
    const codec = frameCodec((socket.protocol || fallback) as Subprotocol);
    const connection = new Connection(shared, socket, codec, entered);
    socket.on('message', receiver(deps, connection));
    socket.on('ping', () => (connection.heardAt = clock.monotonic()));
    // What was wrong with a frame is in the code it is closed with.
    socket.on('error', () => (connection.why = 'refused'));
    socket.on('close', () => {
      connection.gone();
      hub.remove(connection);
    });
    hub.add(connection);
    watchCredential(deps, connection);
  };
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
