import { subprotocols } from '@turnfleet/contract/envelope';
import {
  type FrameSocketDeps,
  type HttpApp,
  listenTo,
  type NodeServer,
  type OpenedSocket,
  problems,
  socketAnswers,
  socketDoor,
  watchCredential,
} from '@turnfleet/http-kit';
import { z } from 'zod';
import { Connection } from './connection.ts';
import { type Handling, socketScopes } from './handling.ts';
import { receiver } from './receive.ts';

interface WebSocketDeps extends Handling {
  readonly node: NodeServer;
  /** Whose pages may connect, besides our own. */
  readonly origins: readonly string[];
  /** Where clients come back to; empty: where they came. */
  readonly url: string;
}

export function webSocketRoute(app: HttpApp, deps: WebSocketDeps): void {
  const { hub, clock, url } = deps;
  const shared: FrameSocketDeps = { clock, stats: hub.stats, url };
  const opened: OpenedSocket = (socket, codec, entered) => {
    const connection = new Connection(shared, socket, codec, entered);
    socket.on('message', receiver(deps, connection));
    listenTo(connection, clock, () => hub.remove(connection));
    hub.add(connection);
    watchCredential(deps, connection);
  };
  app.get(
    '/v1/ws',
    {
      exposeHeadRoute: false,
      config: { may: socketScopes, takesTicket: true },
      schema: {
        operationId: 'connect',
        summary: 'Opens a WebSocket: turns, their answers and events of many conversations over one connection',
        description: `Subprotocols: ${subprotocols.join(', ')}; messages: turnfleet.envelope.v1.Envelope.`,
        querystring: z.object({ ticket: z.string().max(128).optional().describe('Of `POST /v1/tickets`.') }),
        response: { ...socketAnswers, ...problems(400, 401, 403, 503) },
      },
    },
    socketDoor(deps, () => {
      hub.expectRoom();
      return opened;
    }),
  );
}
