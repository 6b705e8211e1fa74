import swagger from '@fastify/swagger';
import type { LoadBoard, RateWindows } from '@turnfleet/admission';
import { isOpen } from '@turnfleet/auth';
import type { Backbone } from '@turnfleet/backbone';
import { asyncApiDocument } from '@turnfleet/contract/api-docs';
import type { ConversationGateway, Journal } from '@turnfleet/conversation';
import type { Clock, Logger, NewId, Random } from '@turnfleet/core';
import { type Check } from '@turnfleet/core';
import type { FleetStatus, RouteChoices } from '@turnfleet/fleet-status';
import {
  type Auth,
  apiVersion,
  createApp,
  createDrain,
  documentRoutes,
  type HttpApp,
  type NodeServer,
  nodeServer,
  openApiSettings,
  openAuth,
  operationsRoutes,
  problemAnswer,
  ticketsRoute,
  watchMethods,
} from '@turnfleet/http-kit';
import type { AccessStore } from '@turnfleet/principal';
import type { SessionStore } from '@turnfleet/session';
import { counter, tracedLog } from '@turnfleet/telemetry';
import type { SpanStore } from '@turnfleet/telemetry/sdk';
import type { ToolReads } from '@turnfleet/tools';
import type { TurnLog } from '@turnfleet/turn-engine';
import { guardsOf } from './admission/guard-load.ts';
import type { LoopDelay } from './admission/loop-delay.ts';
import { type Admission, openAdmission } from './admission/open-admission.ts';
import { expectTheirs } from './auth/expect-theirs.ts';
import { type Config, scope } from './config.ts';
import { chatCompletionsRoute } from './openai/chat-completions.ts';
import { openAiModelsRoutes } from './openai/open-ai-models.ts';
import { openAiProblem } from './openai/open-ai-problem.ts';
import { responsesRoute } from './openai/responses.ts';
import { cancelTurnRoute } from './routes/cancel-turn.ts';
import { conversationRoute } from './routes/conversation.ts';
import { eventsRoute } from './routes/events.ts';
import { loadRoute } from './routes/load.ts';
import { modelsRoutes } from './routes/models.ts';
import { pageRoutes } from './routes/page.ts';
import { postTurnRoute } from './routes/post-turn.ts';
import { toolsRoutes } from './routes/tools.ts';
import { tracesRoute } from './routes/traces.ts';
import { type LazyTools, lazyTools } from './tools/lazy-tools.ts';
import { jaegerTraces } from './traces/jaeger.ts';
import { embeddedTraces, type TraceSource } from './traces/trace-source.ts';
import { connectionsRoute } from './ws/connections-route.ts';
import { Hub } from './ws/hub.ts';
import { noticesRoute } from './ws/notices-route.ts';
import { webSocketRoute } from './ws/web-socket-route.ts';

export interface Adapters extends Partial<Pick<Backbone, 'feed' | 'toolResults'>> {
  /** Of this process, among the doors of the fleet. */
  readonly name: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: NewId;
  readonly random: Random;
  readonly log: TurnLog;
  /** See `lazyTools`. */
  readonly reads?: ToolReads;
  readonly gateway: ConversationGateway;
  readonly journal: Journal;
  readonly fleetStatus: FleetStatus & RouteChoices;
  readonly access: AccessStore;
  readonly sessions: SessionStore;
  readonly loads: LoadBoard;
  readonly rates: RateWindows;
  readonly loopDelay: LoopDelay;
  /** Number of partitions of `chat.turns`. */
  readonly partitions: number;
  /** Of what the process depends on. */
  readonly checks: readonly Check[];
  /** The process's metrics in Prometheus' text format. */
  readonly metrics: () => Promise<string>;
  /** Spans of this process, when they are not exported. */
  readonly spans: Pick<SpanStore, 'find'> | null;
  /** Whether answers come from the bundled simulator, as far as this process knows: the page says so. */
  readonly simulatedModel: boolean;
}

/** All of the ingress but an address: its server answers whatever connections it is given. */
export interface HttpIngress {
  readonly app: HttpApp;
  readonly checks: readonly Check[];
  /** Takes nothing new; what is being told goes on. */
  readonly refuseNew: () => void;
  /** Ends streams, to go on elsewhere; resolves when nothing is being answered any more, or the grace time is up. */
  readonly drain: () => Promise<void>;
}

export async function httpIngress(config: Config, adapters: Adapters): Promise<HttpIngress> {
  const { clock, logger } = adapters;
  const drain = createDrain(clock, logger, config.DRAIN_SECONDS * 1_000);
  const node = nodeServer();
  const stopping: Check = { name: 'ingress', problem: () => (drain.refusing.aborted ? 'is stopping' : null) };
  const auth = openAuth(config, adapters);
  const checks = [...adapters.checks, stopping];
  const admission = openAdmission(config, adapters);
  const isDraining = () => drain.refusing.aborted;
  const { TRUSTED_PROXIES: trustedProxies, CORS_ORIGINS: origins } = config;
  const app = createApp({
    ...{ scope, clock, logger, node, isDraining, door: auth, trustedProxies, origins },
    guards: guardsOf(admission),
    answerOf: ({ routeOptions }, error, traceId) =>
      (routeOptions?.config.errors === 'openai' ? openAiProblem : problemAnswer)(error, traceId),
  });
  app.addHook('onClose', async () => auth.stop());
  app.addHook('onClose', () => admission.stop());
  const about = { title: 'Turnfleet', description: 'Answers customer-service chat turns.' };
  await app.register(swagger, openApiSettings(about));
  const closeMethods = watchMethods(app);
  const tools = lazyTools(config, adapters);
  app.addHook('onClose', () => tools.close());
  const hub = new Hub({ ...adapters, limit: config.WS_CONNECTIONS });
  app.addHook('onClose', async () => hub.stop());
  addRoutes(app, config, { ...adapters, checks, auth, tools, admission, hub, node }, drain.signal);
  closeMethods();
  const idle = async (): Promise<void> => void (await Promise.all([node.idle(), hub.drain()]));
  return { app, checks, refuseNew: () => drain.refuse(), drain: () => drain.run(idle) };
}

function addRoutes(
  app: HttpApp,
  config: Config,
  adapters: Adapters & {
    readonly auth: Auth;
    readonly tools: LazyTools;
    readonly admission: Admission;
    readonly hub: Hub;
    readonly node: NodeServer;
  },
  draining: AbortSignal,
): void {
  const accepted = counter('turnfleet.ingress.turns.accepted');
  const { sign, watch, authenticator } = adapters.auth;
  const parts = { ...adapters, sign, watch, draining };
  const log = tracedLog(adapters.log, scope);
  postTurnRoute(app, { ...parts, log, accepted: () => accepted.add(1) });
  eventsRoute(app, parts);
  conversationRoute(app, adapters);
  cancelTurnRoute(app, adapters);
  const chat = { ...parts, log, accepted: () => accepted.add(1) };
  chatCompletionsRoute(app, chat);
  responsesRoute(app, chat);
  openAiModelsRoutes(app, adapters);
  webSocketRoute(app, {
    ...parts,
    log,
    authenticator,
    origins: config.ALLOWED_ORIGINS,
    url: config.WS_URL ?? '',
    accepted: () => accepted.add(1),
  });
  connectionsRoute(app, adapters.hub);
  noticesRoute(app, adapters);
  ticketsRoute(app, {
    ...{ ...adapters, url: '/v1/tickets', may: ['read', 'chat', 'agent'] },
    // One for another's conversation opens nothing; a user may ask before there is any.
    expectTheirs: async (entered, id) => {
      if (entered.principal.reach === 'tenant') await expectTheirs(adapters.gateway, entered, id);
    },
  });
  tracesRoute(app, { source: traceSource(config, adapters), gateway: adapters.gateway });
  loadRoute(app, adapters);
  modelsRoutes(app, adapters);
  toolsRoutes(app, { ...adapters, watch });
  const asyncApi = JSON.stringify(asyncApiDocument({ version: apiVersion }));
  const topics = { operationId: 'asyncApi', summary: 'The Kafka topics as AsyncAPI 3', text: () => asyncApi };
  documentRoutes(app, [{ url: '/asyncapi.json', ...topics }]);
  operationsRoutes(app, adapters);
  pageRoutes(app, { simulatedModel: adapters.simulatedModel, signIn: !isOpen(config) });
}

function traceSource({ JAEGER_QUERY_URL }: Config, { spans }: Adapters): TraceSource | null {
  if (JAEGER_QUERY_URL) return jaegerTraces(JAEGER_QUERY_URL);
  return spans && embeddedTraces(spans);
}
