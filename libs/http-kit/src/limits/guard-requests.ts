import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type LimitStanding, rateHeaders } from './rate-headers.ts';
import { expectWithin, type RequestLimits } from './request-limits.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Of the limits that were asked for so far. */
    standings: readonly LimitStanding[];
  }
}

/** Counts a request of an address, before anybody looks who it is. */
export function guardAddresses(app: FastifyInstance, requests: Pick<RequestLimits, 'ofAddress'>): void {
  app.decorateRequest('standings', null as unknown as readonly LimitStanding[]);
  app.addHook('onRequest', async (request, reply) => {
    request.standings = [];
    if (request.is404 || request.routeOptions.config.isOperational) return;
    expectStanding(request, reply, await requests.ofAddress(() => request.ip));
  });
}

/** Counts a request of whom it is from, once that is known. */
export function guardPrincipals(app: FastifyInstance, requests: Pick<RequestLimits, 'ofPrincipal'>): void {
  app.addHook('onRequest', async (request, reply) => {
    if (isAsked(request)) expectStanding(request, reply, await requests.ofPrincipal(request.entered.principal));
  });
}

/** Whether it is somebody's, and not everybody's. */
export function isAsked({ is404, routeOptions: { config } }: FastifyRequest): boolean {
  return !is404 && !config.isOperational && config.may !== undefined && config.may !== 'everybody';
}

/** Tells what is left of these limits in headers, and throws `rate_limited` if one of them has no room. */
export function expectStanding(
  request: FastifyRequest,
  reply: FastifyReply,
  standings: readonly LimitStanding[],
): void {
  request.standings = [...request.standings, ...standings];
  reply.headers(rateHeaders(request.standings));
  expectWithin(standings);
}
