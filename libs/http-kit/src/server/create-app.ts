import { type Clock, type Logger, TurnfleetError, Turnstile } from '@turnfleet/core';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { type DoorDeps, guardDoor } from '../door/door.ts';
import { allowOrigins } from './allow-origins.ts';
import { checkRequest } from './check-request.ts';
import { maxBodyBytes } from './limits.ts';
import type { NodeServer } from './node-server.ts';
import { observe, traceIdOf } from './observe.ts';
import { type ProblemAnswer, problemAnswer, Refusal } from './refusal.ts';
import { requestError } from './request-error.ts';
import { validate } from './validate.ts';

/** What else decides whether a request comes in. */
export interface Guards {
  /** First of all. */
  readonly wall: (request: FastifyRequest) => void;
  /** Before anybody looks who it is. */
  readonly before: (app: FastifyInstance) => void;
  /** Once it is known who asks. */
  readonly behind: (app: FastifyInstance) => void;
}

interface HttpDeps {
  /** Names the source of the app's spans. */
  readonly scope: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly node: NodeServer;
  readonly isDraining: () => boolean;
  readonly door: DoorDeps;
  readonly guards?: Guards;
  /** How errors are told; else as RFC 9457 has them. */
  readonly answerOf?: (request: FastifyRequest, error: TurnfleetError, traceId: string) => ProblemAnswer;
  /** Whose word on where a request comes from counts. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** Of pages that may use the API; `*`: all. */
  readonly origins?: readonly string[] | undefined;
}

/** Each takes about a millisecond until it waits for store or log. */
const beginAtOnce = 32;

/** fastify with our limits, our errors and our telemetry; without routes. */
export function createApp(deps: HttpDeps) {
  const { scope, clock, logger, node, isDraining, door, guards, trustedProxies, origins } = deps;
  const answerOf = deps.answerOf ?? ((_request, error, traceId) => problemAnswer(error, traceId));
  const app = fastify({
    bodyLimit: maxBodyBytes,
    trustProxy: trustedProxies ? [...trustedProxies] : false,
    // Longer ids get a 400 that says so, not a 404.
    routerOptions: { maxParamLength: 1_024 },
    serverFactory: (handler) => node.create(handler),
    clientErrorHandler: (error, socket) => node.refuse(error, socket),
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply),
    // Draining is ours: what runs is finished first.
    return503OnClosing: false,
    forceCloseConnections: true,
  }).withTypeProvider<ZodTypeProvider>();

  const turnstile = new Turnstile(beginAtOnce);

  function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const problem = requestError(error);
    const { status, headers, body } = answerOf(request, problem, traceIdOf(request));
    if (problem.kind === 'internal') logger.error({ err: error }, 'a request failed unexpectedly');
    // As bytes, or fastify would add a charset, which JSON does not have.
    return reply.code(status).headers(headers).send(Buffer.from(body));
  }

  app.setValidatorCompiler(validate);
  app.setSerializerCompiler(serializerCompiler);
  if (origins) allowOrigins(app, origins);
  observe(app, clock, scope);
  app.addHook('onRequest', async (request) => {
    guards?.wall(request);
    checkRequest(request, isDraining());
  });
  guards?.before(app);
  guardDoor(app, door);
  guards?.behind(app);
  // Behind those who refuse: whoever is refused waits for nobody.
  app.addHook('onRequest', async (request) => {
    if (!request.routeOptions.config.isOperational) await turnstile.pass();
  });
  app.addHook('onSend', async (_request, reply) => void (isDraining() && reply.header('connection', 'close')));
  app.setErrorHandler(sendProblem);
  app.setNotFoundHandler(unknownAddress);
  readJson(app);
  return app;
}

export type HttpApp = ReturnType<typeof createApp>;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** JSON only, as UTF-8 only. An empty body is none. */
function readJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) => {
    const charset = /;\s*charset=("?)([^";\s]+)\1/i.exec(request.headers['content-type'] ?? '')?.[2] ?? 'utf-8';
    if (!/^(utf-?8|us-ascii)$/i.test(charset)) {
      throw new Refusal(
        415,
        'The body is not in UTF-8.',
        'Send JSON in UTF-8 (RFC 8259); it needs no charset parameter.',
      );
    }
    return body.length === 0 ? undefined : jsonOf(body);
  });
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    // What was wrong stays out: it may quote what a shopper wrote.
    throw new TurnfleetError('invalid_request', 'The body cannot be read: it is not JSON in UTF-8.', {
      suggestion: 'Send one JSON object, like {"text":"…"}.',
    });
  }
}

function unknownAddress(): never {
  throw new TurnfleetError('not_found', 'There is nothing at this address.', {
    suggestion: '/openapi.json lists every address; the chat page is at /.',
  });
}
