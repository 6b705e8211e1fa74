import { subprotocols } from '@turnfleet/contract/envelope';
import { deskHeadersSchema, deskStreamQuerySchema } from '@turnfleet/contract/http';
import {
  type HttpApp,
  listenTo,
  type NodeServer,
  problems,
  type StreamLimits,
  socketAnswers,
  socketDoor,
  watchCredential,
} from '@turnfleet/http-kit';
import { askingAgent } from '../asking-agent.ts';
import { AgentSocket } from '../ws/agent-socket.ts';
import type { DeskHub } from '../ws/desk-hub.ts';
import { deskReceiver, newSocketId } from '../ws/desk-receiver.ts';
import type { DeskRequestDeps } from '../ws/desk-requests.ts';

interface DeskSocketDeps extends DeskRequestDeps {
  readonly node: NodeServer;
  readonly hub: DeskHub;
  readonly streams: StreamLimits;
  /** Whose pages may connect, besides our own. */
  readonly origins: readonly string[];
}

export function deskSocketRoute(app: HttpApp, deps: DeskSocketDeps): void {
  const { hub, clock, streams } = deps;
  const shared = { clock, stats: hub.stats, url: '' };
  app.get(
    '/v1/desk/ws',
    {
      exposeHeadRoute: false,
      config: { may: ['agent'], takesTicket: true },
      schema: {
        operationId: 'connectDesk',
        summary: 'Opens a WebSocket: the events of the desk, and commands, over one connection',
        description: `Subprotocols: ${subprotocols.join(', ')}; messages: turnfleet.envelope.v1.Envelope.`,
        querystring: deskStreamQuerySchema.omit({ lastEventId: true }),
        headers: deskHeadersSchema,
        response: { ...socketAnswers, ...problems(400, 401, 403, 429, 503) },
      },
    },
    socketDoor(deps, (request) => {
      const asking = askingAgent(request);
      request.raw.socket.once('close', streams.hold({ tenant: asking.tenant, user: asking.id }));
      return (socket, codec, entered) => {
        const agent = new AgentSocket(shared, { socket, codec, entered }, asking, newSocketId());
        socket.on('message', deskReceiver(deps, agent));
        listenTo(agent, clock, () => hub.remove(agent));
        hub.add(agent);
        watchCredential(deps, agent);
      };
    }),
  );
}
