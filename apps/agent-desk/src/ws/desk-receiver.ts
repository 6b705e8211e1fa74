import { randomBytes } from 'node:crypto';
import { type Frame, payloadOf } from '@turnfleet/contract/envelope';
import { toTurnfleetError } from '@turnfleet/core';
import { closeCodes, expectHello, inTurn, isInOrder, notForServers, readFrame, wsLimits } from '@turnfleet/http-kit';
import type { AgentSocket } from './agent-socket.ts';
import type { DeskHub } from './desk-hub.ts';
import { type DeskRequestDeps, type DeskRequestKind, deskRequests } from './desk-requests.ts';

/** Names a socket among all of the fleet's. */
export const newSocketId = (): string => randomBytes(16).toString('base64url');

/** What to do with each message of an agent; never throws or rejects. */
export function deskReceiver(deps: DeskRequestDeps & { readonly hub: DeskHub }, agent: AgentSocket) {
  return (data: Buffer, isBinary: boolean): void => {
    const frame = readFrame(agent, deps.hub.stats, data, isBinary, deps.clock.monotonic());
    if (!frame) return;
    if (agent.order === null) {
      if (expectHello(agent, frame)) greet(deps.hub, agent, frame);
    } else if (isInOrder(agent, agent.order, frame)) handle(deps, agent, frame);
  };
}

/** There is no session to go on with: a subscribe says after which event. */
function greet({ stats }: DeskHub, agent: AgentSocket, { sequence }: Frame): void {
  agent.greeted(sequence);
  stats.greeted('new');
  agent.say(
    payloadOf('welcome', {
      heartbeatSeconds: wsLimits.heartbeatMs / 1_000,
      timeoutSeconds: wsLimits.timeoutMs / 1_000,
      messageBytes: wsLimits.messageBytes,
    }),
  );
}

function handle(deps: DeskRequestDeps, agent: AgentSocket, frame: Frame): void {
  const { sequence, payload } = frame;
  switch (payload.kind) {
    case 'ack':
      // Of a client that sends them everywhere: here TCP says what was taken, and an event where to go on.
      return;
    case 'heartbeat':
      if (sequence > 0 && payload.answers === 0) agent.say(payloadOf('heartbeat', { answers: sequence }));
      return;
    case 'goodbye':
      return agent.close('client', closeCodes.done, '');
    default:
      if (!Object.hasOwn(deskRequests, payload.kind)) {
        agent.refuse(notForServers(payload.kind), { answers: sequence });
        return;
      }
  }
  const conversationId = 'conversationId' in payload ? payload.conversationId : '';
  inTurn(agent, conversationId, () =>
    deskRequests[payload.kind as DeskRequestKind](deps, agent, frame).catch((error: unknown) => {
      if (toTurnfleetError(error).kind === 'internal')
        deps.logger.error({ err: error }, 'a message of an agent failed unexpectedly');
      agent.refuse(error, { conversationId, answers: sequence });
    }),
  );
}
