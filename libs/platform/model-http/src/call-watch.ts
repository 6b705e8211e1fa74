import { type Context, type Span, SpanKind, trace } from '@opentelemetry/api';
import type { TurnfleetError } from '@turnfleet/core';
import type { Deployment, ModelChunk, ModelRequest } from '@turnfleet/model';
import { attributes, failSpan, traceHeaders } from '@turnfleet/telemetry';
import type { CallMetrics, MeasuredCall } from './call-metrics.ts';

/** Whoever makes a call tells it how that went. */
export interface CallWatch {
  ended(end: Extract<ModelChunk, { kind: 'end' }>): void;
  /** Returns the same error. */
  failed(error: TurnfleetError): TurnfleetError;
  /** In the end, however it came about. */
  left(): void;
}

interface WatchedCall {
  readonly request: ModelRequest;
  readonly deployment: Deployment;
  readonly url: URL;
  readonly provider: string;
  /** Of the turn's span. */
  readonly parent: Context;
}

/** One client span and the measures of a call; the headers by which the endpoint's side joins its trace. */
export function watchCall(
  { request, deployment, url, provider, parent }: WatchedCall,
  metrics: CallMetrics,
): { readonly watch: CallWatch; readonly headers: Readonly<Record<string, string>> } {
  const span = trace.getTracer('models').startSpan(`chat ${request.model}`, { kind: SpanKind.CLIENT }, parent);
  const labels = {
    [attributes.genAiOperation]: 'chat',
    [attributes.genAiProvider]: provider,
    [attributes.genAiRequestModel]: request.model,
    [attributes.serverAddress]: url.hostname,
    [attributes.serverPort]: Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
  };
  span.setAttributes({
    ...labels,
    [attributes.genAiMaxTokens]: request.maxOutputTokens,
    [attributes.modelEndpoint]: deployment.endpoint.id,
    ...(request.ticket && { [attributes.modelCall]: request.ticket.id }),
  });
  return { watch: watchOf(span, metrics.begin(labels)), headers: traceHeaders(trace.setSpan(parent, span)) };
}

function watchOf(span: Span, measured: MeasuredCall): CallWatch {
  return {
    ended: ({ usage, reason }) => {
      span.setAttributes({
        [attributes.genAiInputTokens]: usage.inputTokens,
        [attributes.genAiOutputTokens]: usage.outputTokens,
        ...(usage.cachedInputTokens === undefined ? {} : { [attributes.genAiCachedTokens]: usage.cachedInputTokens }),
        [attributes.genAiFinishReasons]: [reason],
      });
      measured.ended(usage);
    },
    failed: (error) => {
      failSpan(span, error);
      measured.failed(error.kind);
      return error;
    },
    left: () => {
      measured.left();
      span.end();
    },
  };
}
