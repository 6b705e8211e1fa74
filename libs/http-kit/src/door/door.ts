import { type Authenticator, type CredentialWatch } from '@turnfleet/auth';
import { TurnfleetError } from '@turnfleet/core';
import { anonymous, type Entered, mayAny, type Scope } from '@turnfleet/principal';
import { counter } from '@turnfleet/telemetry';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Audit } from './audit.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; everybody, until they have come in. */
    entered: Entered;
  }
  interface FastifyContextConfig {
    /** Any of these scopes opens it; `everybody` needs none, and asks for nobody. A route has to say. */
    may?: readonly Scope[] | 'everybody';
    /** `?ticket=` opens it too. */
    takesTicket?: boolean;
  }
}

export interface DoorDeps {
  readonly authenticator: Authenticator;
  readonly audit: Audit;
}

const outside: Entered = { principal: anonymous, credential: { kind: 'none' }, conversationId: null };

/** Lets in who may do what a route does: a 401 to those who say nobody, a 403 to those who lack the scope. */
export function guardDoor(app: FastifyInstance, { authenticator, audit }: DoorDeps): void {
  const forbidden = counter('turnfleet.auth.forbidden');
  app.decorateRequest('entered', null as unknown as Entered);
  app.addHook('onRoute', ({ url, config }: RouteOptions) => {
    if (config?.isOperational || config?.may !== undefined) return;
    throw new Error(`The route ${url} does not say who may take it.`);
  });
  app.addHook('onRequest', async (request) => {
    const { config } = request.routeOptions;
    request.entered = outside;
    if (request.is404 || config.isOperational || config.may === undefined || config.may === 'everybody') return;
    const { method, routeOptions } = request;
    const where = { method, route: routeOptions.url ?? '' };
    const entered = await enter(authenticator, request).catch((error: unknown) => {
      audit.refused({ ...where, by: 'unknown' }, error);
      throw error;
    });
    if (!mayAny(entered.principal, config.may)) {
      forbidden.add(1, { scope: config.may[0] ?? '' });
      const error = lacksScope(config.may);
      audit.refused({ ...where, by: entered.principal.by }, error);
      throw error;
    }
    if (config.may.includes('operate')) audit.allowed({ ...where, by: entered.principal.by });
    request.entered = entered;
  });
}

function enter(authenticator: Authenticator, request: FastifyRequest): Promise<Entered> {
  const { ticket } = request.query as { readonly ticket?: unknown };
  const { authorization } = request.headers;
  const byTicket = request.routeOptions.config.takesTicket && authorization === undefined && typeof ticket === 'string';
  return byTicket ? authenticator.enterByTicket(ticket) : authenticator.enter(authorization);
}

function lacksScope(wanted: readonly Scope[]): TurnfleetError {
  const names = wanted.map((one) => `\`${one}\``).join(' or ');
  return new TurnfleetError('forbidden', `This needs the scope ${names}, which your key or token does not have.`, {
    suggestion: 'Use another key, or have one made that may: `npx turnfleet keys create --scopes …`.',
  });
}

const gone = new TurnfleetError('cancelled', 'The client is gone.');
const signedOut = new TurnfleetError('cancelled', 'What the client came in with has ended.');

/**
 * Aborts when the answer has been given or its client is gone, and soon after its key or token has ended. (fastify's
 * `request.signal` goes by the request, which Node closes as soon as its body has been read.) Of thousands that come back at
 * once each has one, so it is one controller, and its reasons are made once: a reason that Node makes has a stack.
 */
export function whileAllowed(request: FastifyRequest, reply: FastifyReply, watch: CredentialWatch): AbortSignal {
  const ended = new AbortController();
  const release = watch.hold(request.entered.credential, () => ended.abort(signedOut));
  const close = (): void => {
    release();
    ended.abort(gone);
  };
  if (reply.raw.destroyed) close();
  else reply.raw.once('close', close);
  return ended.signal;
}
