import { type Context, type Counter, context, type Span, SpanKind, trace } from '@opentelemetry/api';
import { type Clock, type Logger, silentLogger, TurnfleetError, toTurnfleetError } from '@turnfleet/core';
import type { ModelChunk, ModelClient, ModelEntry, ModelRequest } from '@turnfleet/model';
import { attributes, counter, failSpan, traceHeaders } from '@turnfleet/telemetry';
import { answerStream } from './answer-stream.ts';
import { anthropic } from './anthropic.ts';
import { Dialects } from './dialects.ts';
import { type Endpoint, type EndpointLimits, openEndpoint } from './endpoint.ts';
import { openAi } from './openai.ts';
import type { CallLimits, Vendor, VendorAddress } from './vendor.ts';

export interface ModelEndpoints {
  readonly openai?: VendorAddress | undefined;
  readonly anthropic?: VendorAddress | undefined;
}

export interface ModelClientOptions {
  readonly models: readonly ModelEntry[];
  readonly endpoints: ModelEndpoints;
  readonly limits?: Partial<EndpointLimits>;
  readonly clock: Clock;
  readonly logger?: Logger;
}

export interface HttpModelClient extends ModelClient {
  /** Ends every running call and closes the sockets. */
  close(): Promise<void>;
}

interface Connection {
  readonly vendor: Vendor;
  readonly endpoint: Endpoint;
  readonly url: URL;
}

interface Server extends Connection {
  readonly entry: ModelEntry;
}

const defaultLimits: EndpointLimits = { connections: 1_024, headersTimeoutMs: 15_000, idleTimeoutMs: 15_000 };

/** The models of a catalogue, each at the endpoint that speaks its protocol. One client span per call. */
export function createModelClient(options: ModelClientOptions): HttpModelClient {
  const { models, endpoints, limits, clock, logger = silentLogger } = options;
  const bounds = { ...defaultLimits, ...limits };
  const dialects = new Dialects(logger);
  const failures = counter('turnfleet.model.failures');
  const connect = (address: VendorAddress | undefined, vendorOf: typeof openAi): Connection | undefined => {
    if (!address) return undefined;
    const url = new URL(address.baseUrl);
    const endpoint = openEndpoint(url, bounds);
    return { endpoint, url, vendor: vendorOf(address, endpoint) };
  };
  const connections = { openai: connect(endpoints.openai, openAi), anthropic: connect(endpoints.anthropic, anthropic) };

  const serverOf = (model: string): Server => {
    const entry = models.find(({ id }) => id === model);
    const connection = entry && connections[entry.api];
    if (!connection) throw cannotServe(model, entry);
    return { ...connection, entry };
  };

  return {
    stream: (request, signal) => {
      const parent = context.active();
      return traced(failures, parent, request, serverOf, (server, headers) =>
        answerStream({ ...server, request, headers, limits: limitsOf(server.entry, request, bounds) }, signal, {
          clock,
          dialects,
        }),
      );
    },
    async close() {
      await Promise.all([connections.openai?.endpoint.close(), connections.anthropic?.endpoint.close()]);
    },
  };
}

/** What the catalogue says of the model; else half of the turn's time, so that there is some left to ask again. */
function limitsOf(entry: ModelEntry, { patienceMs = 0 }: ModelRequest, bounds: EndpointLimits): CallLimits {
  const half = Math.floor(patienceMs / 2);
  return {
    firstByteMs: entry.firstByteMs ?? Math.max(half, bounds.headersTimeoutMs),
    stallMs: entry.stallMs ?? Math.max(half, bounds.idleTimeoutMs),
  };
}

function cannotServe(model: string, entry: ModelEntry | undefined): TurnfleetError {
  if (!entry) return new TurnfleetError('invalid_request', `The model catalogue has no "${model}".`);
  const variables =
    entry.api === 'openai' ? 'OPENAI_BASE_URL and OPENAI_API_KEY' : 'ANTHROPIC_BASE_URL and ANTHROPIC_API_KEY';
  const suggestion = `Set ${variables}, or choose another model.`;
  return new TurnfleetError('model_unavailable', `No endpoint is configured for the model "${model}".`, { suggestion });
}

async function* traced(
  failures: Counter,
  parent: Context,
  request: ModelRequest,
  serverOf: (model: string) => Server,
  call: (server: Server, headers: Record<string, string>) => AsyncIterable<ModelChunk>,
): AsyncGenerator<ModelChunk> {
  const server = serverOf(request.model);
  const { url, vendor } = server;
  const span = trace.getTracer('models').startSpan(`chat ${request.model}`, { kind: SpanKind.CLIENT }, parent);
  span.setAttributes({
    [attributes.genAiOperation]: 'chat',
    [attributes.genAiProvider]: vendor.provider,
    [attributes.genAiRequestModel]: request.model,
    [attributes.serverAddress]: url.hostname,
    [attributes.serverPort]: Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
  });
  try {
    for await (const chunk of call(server, traceHeaders(trace.setSpan(parent, span)))) {
      if (chunk.kind === 'end') describeEnd(span, chunk);
      yield chunk;
    }
  } catch (error) {
    failSpan(span, error);
    failures.add(1, {
      [attributes.genAiRequestModel]: request.model,
      [attributes.errorType]: toTurnfleetError(error).kind,
    });
    throw error;
  } finally {
    span.end();
  }
}

function describeEnd(span: Span, { usage, reason }: Extract<ModelChunk, { kind: 'end' }>): void {
  span.setAttributes({
    [attributes.genAiInputTokens]: usage.inputTokens,
    [attributes.genAiOutputTokens]: usage.outputTokens,
    [attributes.genAiFinishReasons]: [reason],
  });
}
