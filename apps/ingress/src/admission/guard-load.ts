import { defaultPriority, type Priority, priorityOf } from '@turnfleet/contract/schemas';
import { type TurnfleetError, toTurnfleetError } from '@turnfleet/core';
import { sseContentType } from '@turnfleet/core/sse';
import { expectStanding, type Guards, guardAddresses, guardPrincipals, isAsked } from '@turnfleet/http-kit';
import type { Principal } from '@turnfleet/principal';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Admission, LetIn } from './open-admission.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** It sends a turn: it comes in when the fleet has room for one. */
    admits?: boolean;
  }
  interface FastifyRequest {
    priority: Priority;
    letIn: LetIn | null;
    /** Why it was not let in, where it may repeat a turn that was: see `expectRoom`. */
    noRoom: TurnfleetError | null;
    /** What was let in has become a turn. */
    isTurn: boolean;
  }
}

export const guardsOf = (admission: Pick<Admission, 'requests' | 'admit' | 'wall'>): Guards => ({
  wall: ({ routeOptions: { config } }) => {
    // Streams come again all at once when their ingress is gone, and are counted by themselves.
    if (!config.isOperational && config.produces !== sseContentType) admission.wall();
  },
  before: (app) => guardAddresses(app, admission.requests),
  behind: (app) => guardLoad(app, admission),
});

/** Lets in what there is room for, once it is known who asks. */
function guardLoad(app: FastifyInstance, { requests, admit }: Pick<Admission, 'requests' | 'admit'>): void {
  app.decorateRequest('priority', defaultPriority);
  app.decorateRequest('letIn', null);
  app.decorateRequest('noRoom', null);
  app.decorateRequest('isTurn', false);
  app.addHook('onRequest', async (request) => {
    if (!isAsked(request) || !request.routeOptions.config.admits) return;
    const { principal } = request.entered;
    request.priority = asked(request.headers['x-turnfleet-priority'], principal);
    // Before limits, as it asks nobody: who floods costs the store nothing.
    try {
      request.letIn = admit(principal, request.priority);
    } catch (error) {
      if (request.headers['idempotency-key'] === undefined) throw error;
      request.noRoom = toTurnfleetError(error);
    }
  });
  guardPrincipals(app, requests);
  app.addHook('onResponse', async ({ letIn, isTurn }) => {
    if (!isTurn) letIn?.takeBack();
  });
}

/** Counts a turn of a user for whom a key acts, as soon as they are known. */
export async function limitUser(
  request: FastifyRequest,
  reply: FastifyReply,
  { requests }: Pick<Admission, 'requests'>,
  principal: Principal,
): Promise<void> {
  if (request.entered.principal.user !== null || principal.user === null) return;
  expectStanding(request, reply, await requests.ofUser(principal, principal.user));
}

const asked = (header: string | string[] | undefined, principal: Principal): Priority =>
  priorityFor(principal, (typeof header === 'string' ? priorityOf(header) : undefined) ?? defaultPriority);

/** The priority that somebody gets who asks for this one: high counts from those only who are trusted or answer for the shop. */
export function priorityFor({ trusted, scopes }: Principal, wanted: Priority): Priority {
  return wanted === 1 && !trusted && !scopes.includes('agent') ? defaultPriority : wanted;
}
