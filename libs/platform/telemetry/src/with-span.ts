import {
  type Attributes,
  type Context,
  context,
  type Link,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { isTurnfleetError } from '@turnfleet/core';
import { attributes } from './attributes.ts';

interface SpanOptions {
  /** Library or app the span belongs to. */
  readonly scope: string;
  readonly name: string;
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  readonly links?: Link[];
  /** Context of the parent; the active one if not given. */
  readonly parent?: Context;
}

/** Runs `work` inside a span that ends with it; what it throws marks the span with `error.type` and passes on. */
export function withSpan<T>(options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  const { scope, name, kind = SpanKind.INTERNAL, links, parent = context.active() } = options;
  const settings = { kind, attributes: options.attributes, links };
  return trace.getTracer(scope).startActiveSpan(name, settings, parent, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      failSpan(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Marks a span failed. The message stays out: it may quote what a shopper wrote. */
export function failSpan(span: Span, error: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute(attributes.errorType, isTurnfleetError(error) ? error.kind : errorName(error));
}

const errorName = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');

/** W3C headers (`traceparent`, `tracestate`) of the active span, to be sent along. */
export function traceHeaders(from: Context = context.active()): Record<string, string> {
  const carrier: Record<string, string> = {};
  propagation.inject(from, carrier);
  return carrier;
}

/** The context that W3C headers describe; the root context if there are none or they cannot be read. */
export function contextOf(headers: Readonly<Record<string, string | undefined>>): Context {
  return propagation.extract(ROOT_CONTEXT, headers);
}

/** Trace id of the active span, `''` if there is none. */
export function activeTraceId(): string {
  return trace.getActiveSpan()?.spanContext().traceId ?? '';
}
