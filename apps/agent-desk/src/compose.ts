import swagger from '@fastify/swagger';
import type { RateWindows } from '@turnfleet/admission';
import type { ConversationGateway, Journal } from '@turnfleet/conversation';
import { type Check, type Clock, type Logger, type NewId, type Random, TurnfleetError } from '@turnfleet/core';
import type { HandoffQueue } from '@turnfleet/handoff';
import {
  createApp,
  createDrain,
  documentRoutes,
  guardAddresses,
  guardPrincipals,
  listen,
  nodeServer,
  openApiSettings,
  openAuth,
  openLimits,
  operationsRoutes,
  ticketsRoute,
  watchMethods,
} from '@turnfleet/http-kit';
import type { AccessStore } from '@turnfleet/principal';
import type { App } from '@turnfleet/service-kit';
import type { SessionStore } from '@turnfleet/session';
import { tracedLog } from '@turnfleet/telemetry';
import type { TurnLog } from '@turnfleet/turn-engine';
import { lookAfterQueues } from './care/look-after-queues.ts';
import { complaintBook } from './complaint-book.ts';
import { type Config, scope } from './config.ts';
import { commandRoutes } from './routes/commands.ts';
import { complaintRoutes } from './routes/complaints.ts';
import { deskConversationRoute } from './routes/desk-conversation.ts';
import { deskEventsRoute } from './routes/desk-events-route.ts';
import { deskSocketRoute } from './routes/desk-socket-route.ts';
import { presenceRoutes } from './routes/presence.ts';
import { queueRoute } from './routes/queue.ts';
import { DeskHub } from './ws/desk-hub.ts';

interface Adapters {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: NewId;
  readonly random: Random;
  readonly log: TurnLog;
  readonly gateway: ConversationGateway;
  readonly journal: Journal;
  readonly handoffs: HandoffQueue;
  readonly access: AccessStore;
  readonly rates: RateWindows;
  /** What the doors of the fleet tell each other: who types. */
  readonly sessions: Pick<SessionStore, 'tell' | 'listen'>;
  /** Number of partitions of `chat.turns`. */
  readonly partitions: number;
  /** Of what the process depends on. */
  readonly checks: readonly Check[];
  /** The process's metrics in Prometheus' text format. */
  readonly metrics: () => Promise<string>;
}

const about = {
  title: 'Turnfleet desk',
  description: 'Where agents take over conversations and hand them back.',
};

/** The desk, listening. Stopping drains: nothing new is taken, commands that wait are answered, streams end to go on elsewhere. */
export async function compose(config: Config, adapters: Adapters): Promise<App> {
  const { clock, logger } = adapters;
  const drain = createDrain(clock, logger, config.DRAIN_SECONDS * 1_000);
  const node = nodeServer();
  const stopping: Check = { name: 'agent-desk', problem: () => (drain.refusing.aborted ? 'is stopping' : null) };
  const checks = [...adapters.checks, stopping];
  const auth = openAuth(config, adapters);
  // Nobody tells how many desks there are: while requests cannot be counted together, each counts for itself.
  const limits = openLimits(config, { ...adapters, doors: () => 1 });
  const app = createApp({
    ...{ scope, clock, logger, node, isDraining: () => drain.refusing.aborted, door: auth },
    ...{ trustedProxies: config.TRUSTED_PROXIES, origins: config.CORS_ORIGINS },
    guards: {
      wall: () => undefined,
      before: (guarded) => guardAddresses(guarded, limits.requests),
      behind: (guarded) => guardPrincipals(guarded, limits.requests),
    },
  });
  app.addHook('onClose', async () => {
    auth.stop();
    limits.stop();
  });
  await app.register(swagger, openApiSettings(about));
  const closeMethods = watchMethods(app);
  const log = tracedLog(adapters.log, scope);
  const goneAfterMs = config.DESK_GONE_SECONDS * 1_000;
  const parts = {
    ...adapters,
    log,
    sign: auth.sign,
    watch: auth.watch,
    draining: drain.signal,
    goneAfterMs,
    streams: limits.streams,
  };
  queueRoute(app, parts);
  presenceRoutes(app, parts);
  deskConversationRoute(app, parts);
  commandRoutes(app, parts);
  deskEventsRoute(app, parts);
  const complaints = complaintBook(config.ORDER_ADDR, clock);
  app.addHook('onClose', async () => complaints.close());
  complaintRoutes(app, { complaints });
  const hub = new DeskHub(adapters);
  app.addHook('onClose', async () => hub.stop());
  deskSocketRoute(app, {
    ...{ ...parts, node, hub, authenticator: auth.authenticator, requests: limits.requests },
    origins: config.ALLOWED_ORIGINS,
  });
  ticketsRoute(app, { ...adapters, url: '/v1/desk/tickets', may: ['agent'], expectTheirs: refuseOne });
  documentRoutes(app);
  operationsRoutes(app, { checks, metrics: adapters.metrics });
  closeMethods();
  const care = lookAfterQueues({ ...parts, escalateAfter: config.DESK_ESCALATE_SECONDS });
  const address = await listen(app, { HOST: config.HOST, PORT: config.DESK_PORT }).catch(async (error: unknown) => {
    await care.stop();
    throw error;
  });
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await care.stop();
    await drain.run(async () => void (await Promise.all([node.idle(), hub.drain()])));
    await app.close();
  };
  const refuseNew = (): void => drain.refuse();
  return { name: 'agent-desk', addresses: { http: address }, checks, refuseNew, stop: () => (stopped ??= stop()) };
}

/** What an agent has to see is of no one conversation. */
async function refuseOne(): Promise<never> {
  throw new TurnfleetError('invalid_request', 'A ticket of the desk is not for one conversation.', {
    suggestion: 'Ask for it without a body.',
  });
}
