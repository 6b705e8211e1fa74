import { type Clock, type Random, TurnfleetError, toTurnfleetError } from '@turnfleet/core';
import { cannotListen, type Logger, type Running } from '@turnfleet/service-kit';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { answerRequest } from './answering.ts';
import { addBill, type Books } from './books.ts';
import { addControl, type Control, ownBehaviour } from './control.ts';
import { InFlight, type Work } from './in-flight.ts';
import { models } from './models.ts';
import { vendorId } from './seeded-random.ts';
import { startRequestSpan } from './span.ts';
import { unknownModel } from './wire/exchange-of.ts';
import { anthropic, openAi, type SimulatedVendor } from './wire/vendors.ts';

interface ServerOptions {
  readonly host: string;
  readonly port: number;
  readonly drainMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: Random;
  readonly control: Control;
  readonly books: Books;
}

/** Two hundred pages: a windowed conversation fits many times over, more is a mistake. */
const bodyLimit = 1024 * 1024;

export async function startServer(options: ServerOptions): Promise<Running & { readonly address: string }> {
  const server = fastify({ bodyLimit, logger: false });
  // Only JSON is read; fastify would take plain text too.
  server.removeContentTypeParser('text/plain');
  const inFlight = new InFlight();
  const works = new WeakMap<FastifyRequest, Work>();
  server.addHook('onRequest', async (request, reply) => {
    startRequestSpan(request.raw, reply.raw, request.routeOptions.url);
    works.set(
      request,
      inFlight.enter((leave) => reply.raw.once('close', leave)),
    );
    reply.header(vendorOf(request).requestIdHeader, vendorId(options.random, 'req_'));
  });
  server.setErrorHandler((error, request, reply) => sendError(error, request, reply, options.logger));
  server.setNotFoundHandler((request) => {
    throw new TurnfleetError('not_found', `There is no ${request.method} ${request.url.split('?')[0]} here.`);
  });
  for (const vendor of [openAi, anthropic]) {
    server.post(vendor.path, async (request, reply) => {
      const asked = vendor.read(request.body, request.headers);
      const own = ownBehaviour(request.headers['x-sim-behaviour']);
      const work = works.get(request);
      if (!work) throw new TurnfleetError('internal', 'The request was never counted.');
      const { faults, latency } = options.control;
      const call = request.headers['x-client-request-id'];
      const scene = { ...options, work, faults, latency, own, call: call === undefined ? null : String(call) };
      const answered = await answerRequest(vendor, asked, scene);
      reply.type(answered.type).header('cache-control', 'no-cache');
      return reply.send(answered.body);
    });
  }
  addModels(server);
  addControl(server, options.control);
  addBill(server, options.books);
  const address = await server.listen({ host: options.host, port: options.port }).catch((error: unknown) => {
    throw cannotListen(options, error);
  });
  return {
    address,
    async stop() {
      const closed = server.close();
      await inFlight.drain(options.clock, options.drainMs);
      server.server.closeAllConnections();
      await closed;
    },
  };
}

function addModels(server: FastifyInstance): void {
  const listed = models.map(({ id, ownedBy }) => ({ id, object: 'model', created: 0, owned_by: ownedBy }));
  server.get('/v1/models', async () => ({ object: 'list', data: listed }));
  server.get<{ Params: { id: string } }>('/v1/models/:id', async ({ params }) => {
    const found = listed.find(({ id }) => id === params.id);
    if (!found) throw unknownModel(params.id);
    return found;
  });
}

/** Errors take the shape of whoever's path was asked. */
function vendorOf(request: FastifyRequest): SimulatedVendor {
  return request.url.startsWith(anthropic.path) ? anthropic : openAi;
}

const statuses: Readonly<Partial<Record<TurnfleetError['kind'], number>>> = {
  invalid_request: 400,
  not_found: 404,
  rate_limited: 429,
};

function sendError(thrown: unknown, request: FastifyRequest, reply: FastifyReply, logger: Logger): FastifyReply {
  const vendor = vendorOf(request);
  const refused = refusal(thrown);
  const error = refused?.error ?? toTurnfleetError(thrown);
  const status = refused?.status ?? statuses[error.kind] ?? 500;
  if (error.details.cause !== undefined && !refused) logger.error({ err: error }, 'a request failed unexpectedly');
  const { retryAfterMs } = error.details;
  if (retryAfterMs !== undefined) reply.header('retry-after', String(Math.ceil(retryAfterMs / 1_000)));
  const requestId = String(reply.getHeader(vendor.requestIdHeader));
  return reply.status(status).send(vendor.error(error, status, requestId));
}

/** What the HTTP layer itself refuses: a body too large, of another media type, not JSON. */
function refusal(thrown: unknown): { readonly error: TurnfleetError; readonly status: number } | null {
  if (thrown instanceof TurnfleetError || !(thrown instanceof Error) || !('statusCode' in thrown)) return null;
  const { statusCode } = thrown;
  if (typeof statusCode !== 'number' || statusCode < 400 || statusCode > 499) return null;
  return { error: new TurnfleetError('invalid_request', thrown.message, { cause: thrown }), status: statusCode };
}
