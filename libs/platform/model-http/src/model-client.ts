import { type Context, context } from '@opentelemetry/api';
import { type Clock, type Logger, silentLogger, TurnfleetError } from '@turnfleet/core';
import {
  type CallTicket,
  type Catalogue,
  type CatalogueModel,
  type Deployment,
  deploymentIn,
  type ModelClient,
  type ModelRequest,
} from '@turnfleet/model';
import { answerStream, type Call } from './answer-stream.ts';
import { callMetrics } from './call-metrics.ts';
import { watchCall } from './call-watch.ts';
import { type AddressOf, type Connection, Connections } from './connections.ts';
import { Dialects } from './dialects.ts';
import type { EndpointLimits } from './endpoint.ts';
import type { CallLimits } from './vendor.ts';

export interface ModelClientOptions {
  /** As it stands. */
  readonly catalogue: () => Catalogue;
  readonly addressOf: AddressOf;
  readonly limits?: Partial<Omit<EndpointLimits, 'connections'>>;
  readonly clock: Clock;
  readonly logger?: Logger;
}

export interface HttpModelClient extends ModelClient {
  /** Ends every running call and closes the sockets. */
  close(): Promise<void>;
}

interface Server extends Connection {
  readonly deployment: Deployment;
  release(): void;
}

const defaultLimits: EndpointLimits = { connections: 1_024, headersTimeoutMs: 15_000, idleTimeoutMs: 15_000 };

/** The models of a catalogue at their endpoints. One client span per call. */
export function createModelClient(options: ModelClientOptions): HttpModelClient {
  const { catalogue, addressOf, limits, clock, logger = silentLogger } = options;
  const bounds = { ...defaultLimits, ...limits };
  const dialects = new Dialects(logger);
  const metrics = callMetrics(clock);
  const connections = new Connections(bounds);

  const serverOf = ({ model, deployment: begunWith }: ModelRequest): Server => {
    connections.follow(catalogue(), addressOf);
    const deployment = begunWith ?? deploymentIn(catalogue(), { model });
    if (!deployment) throw new TurnfleetError('invalid_request', `The model catalogue has no "${model}".`);
    const address = addressOf(deployment.endpoint);
    if (typeof address === 'string') throw cannotServe(deployment, address);
    return { ...connections.take(deployment.endpoint, address), deployment };
  };

  const begin = (request: ModelRequest, parent: Context): Call => {
    const { ticket } = request;
    const server = unbilledUnless(ticket, () => serverOf(request));
    const { deployment, url, vendor } = server;
    const { watch, headers } = watchCall({ request, deployment, url, provider: vendor.provider, parent }, metrics);
    // OpenAI keeps this one for who asks about a call: https://platform.openai.com/docs/api-reference/debugging-requests
    const named = ticket ? ['x-client-request-id', ticket.id] : [];
    const left = (): void => {
      watch.left();
      server.release();
    };
    return {
      ...server,
      request,
      headers: [...Object.entries(headers).flat(), ...named],
      limits: limitsOf(deployment.model, request, bounds),
      watch: { ...watch, left },
    };
  };

  return {
    stream: (request, signal) => {
      const parent = context.active();
      return answerStream(() => begin(request, parent), signal, { clock, dialects });
    },
    close: () => connections.close(),
  };
}

/** What the catalogue says of the model; else half of the turn's time, so that there is some left to ask again. */
function limitsOf(model: CatalogueModel, { patienceMs = 0 }: ModelRequest, bounds: EndpointLimits): CallLimits {
  const half = Math.floor(patienceMs / 2);
  return {
    firstByteMs: model.firstByteMs ?? Math.max(half, bounds.headersTimeoutMs),
    stallMs: model.stallMs ?? Math.max(half, bounds.idleTimeoutMs),
  };
}

function cannotServe({ model, endpoint }: Deployment, why: string): TurnfleetError {
  const suggestion = 'See to that, or choose another model.';
  const message = `The endpoint "${endpoint.id}" of the model "${model.id}" cannot be asked: ${why}.`;
  return new TurnfleetError('model_unavailable', message, { suggestion });
}

/** A call that cannot even be tried costs nothing. */
function unbilledUnless<T>(ticket: CallTicket | undefined, begin: () => T): T {
  try {
    return begin();
  } catch (error) {
    ticket?.billed({ inputTokens: 0, outputTokens: 0 }, false);
    throw error;
  }
}
