import { Server, ServerCredentials, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { serviceDefinition } from '@turnfleet/contract/grpc';
import type { Check } from '@turnfleet/core';
import { type Clock, type Logger, TurnfleetError } from '@turnfleet/core';
import { cannotListen } from '../ops-server.ts';
import type { Running } from '../start-parts.ts';
import { fileRegistry } from './file-registry.ts';
import { Health } from './health.ts';
import { Reflection } from './reflection.ts';
import { serverStream } from './server-stream.ts';
import type { GrpcService, Handler, StreamHandler } from './service.ts';
import { unary } from './unary.ts';
import { requestValidator } from './validate-request.ts';

interface GrpcServerOptions {
  /** App it belongs to. */
  readonly name: string;
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly services: readonly GrpcService[];
  /** Dependencies: while one has a problem, the health service says NOT_SERVING. */
  readonly checks: readonly Check[];
  /** How long running calls may go on after `stop`. */
  readonly drainMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface GrpcServer extends Running {
  /** `host:port` it listens on. */
  readonly address: string;
  /** Calls that it is answering. */
  running(): number;
  /** A problem as soon as it takes no new calls. */
  readonly check: Check;
}

/** The age makes clients resolve again and find new servers; the grace lets their calls finish. */
const connectionOptions = {
  'grpc.max_connection_age_ms': 300_000,
  'grpc.max_connection_age_grace_ms': 30_000,
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 15_000,
  'grpc.max_receive_message_length': 256 * 1024,
  'grpc.max_send_message_length': 4 * 1024 * 1024,
};

/** For the answers of calls that were ended to reach their callers, before the connections are cut. */
const lastWordsMs = 500;

/** Serves the given services with health and reflection. Rejects when it cannot listen. */
export async function serveGrpc(options: GrpcServerOptions): Promise<GrpcServer> {
  const { host, services, checks, clock, drainMs, logger } = options;
  const ended = new AbortController();
  const draining = new AbortController();
  let running = 0;
  const counted = (handler: Handler): Handler =>
    async function count(request, call) {
      running++;
      return handler(request, call).finally(() => running--);
    };
  const names = services.map(({ name }) => name);
  const health = new Health(names, checks, clock);
  const reflection = new Reflection([...names, 'grpc.health.v1.Health', 'grpc.reflection.v1.ServerReflection']);

  const server = new Server(connectionOptions);
  for (const service of services)
    server.addService(
      serviceDefinition(service.name),
      implementation(service, options, { ended: ended.signal, draining: draining.signal, counted }),
    );
  health.addTo(server);
  reflection.addTo(server);
  const port = await listen(server, options);

  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    health.drain();
    reflection.drain();
    draining.abort();
    let limit = clock.setTimer(drainMs, () => {
      logger.warn({ drainMs }, 'calls were still running when the drain time was over: they are ended');
      ended.abort(new TurnfleetError('overloaded', 'The service is shutting down.', { retryAfterMs: 1_000 }));
      limit = clock.setTimer(lastWordsMs, () => server.forceShutdown());
    });
    await new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
    limit.cancel();
  };
  return {
    address: `${host.includes(':') ? `[${host}]` : host}:${port}`,
    running: () => running,
    check: { name: 'grpc', problem: () => (stopping ? 'It is draining and takes no new calls.' : null) },
    stop: () => (stopping ??= stop()),
  };
}

interface Around {
  readonly ended: AbortSignal;
  readonly draining: AbortSignal;
  readonly counted: (handler: Handler) => Handler;
}

function implementation({ name, handlers }: GrpcService, options: GrpcServerOptions, around: Around) {
  const { name: app, clock, logger } = options;
  const { ended, draining, counted } = around;
  const service = fileRegistry().getService(name);
  if (!service) throw new TurnfleetError('internal', `The descriptors do not hold ${name}.`);
  const methods: UntypedServiceImplementation = {};
  for (const method of service.methods) {
    const handler = handlers[method.name];
    if (!handler) throw new TurnfleetError('internal', `${name} has no handler for ${method.name}.`);
    const validate = requestValidator(method.input);
    const of = { app, service: name, method: method.name, validate, clock, logger };
    // `Handlers` saw to it that the one kind of method has the one kind of handler.
    methods[method.name] =
      method.methodKind === 'server_streaming'
        ? serverStream({ ...of, handler: handler as StreamHandler, draining })
        : unary({ ...of, handler: counted(handler as Handler), ended });
  }
  return methods;
}

function listen(server: Server, { host, port }: GrpcServerOptions): Promise<number> {
  const target = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(target, ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(cannotListen({ host, port }, error));
      else resolve(bound);
    });
  });
}
