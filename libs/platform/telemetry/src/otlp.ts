import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { z } from 'zod';

/** Spans as an OTLP JSON `ExportTraceServiceRequest` (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding). */
export function otlpJson(spans: readonly ReadableSpan[]): string {
  const bytes = JsonTraceSerializer.serializeRequest([...spans]);
  return bytes ? new TextDecoder().decode(bytes) : '{"resourceSpans":[]}';
}

const valueSchema = z.object({
  stringValue: z.string().optional(),
  intValue: z.union([z.string(), z.number()]).optional(),
  doubleValue: z.number().optional(),
  boolValue: z.boolean().optional(),
});
const attributesSchema = z.array(z.object({ key: z.string(), value: valueSchema })).default([]);
const nanos = z.union([z.string(), z.number()]).transform((value) => BigInt(value));

const otlpSchema = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: attributesSchema }).optional(),
      scopeSpans: z.array(
        z.object({
          scope: z.object({ name: z.string().default('') }).optional(),
          spans: z.array(
            z.object({
              spanId: z.string(),
              parentSpanId: z.string().default(''),
              name: z.string(),
              kind: z.number().default(0),
              startTimeUnixNano: nanos,
              endTimeUnixNano: nanos,
              attributes: attributesSchema,
              status: z.object({ code: z.number().default(0) }).optional(),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** A span as far as a reader of a trace needs it. Times are Unix nanoseconds. */
export interface SpanRow {
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly service: string;
  readonly scope: string;
  readonly start: bigint;
  readonly end: bigint;
  readonly failed: boolean;
  readonly attributes: ReadonlyMap<string, string>;
}

/** The spans in an OTLP JSON document; throws a ZodError if it is not one. */
export function spanRows(document: unknown): SpanRow[] {
  return otlpSchema.parse(document).resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = attributeMap(resource?.attributes ?? []).get('service.name') ?? '';
    return scopeSpans.flatMap(({ scope, spans }) =>
      spans.map((span) => ({
        spanId: span.spanId,
        parentSpanId: span.parentSpanId,
        name: span.name,
        service,
        scope: scope?.name ?? '',
        start: span.startTimeUnixNano,
        end: span.endTimeUnixNano,
        failed: span.status?.code === 2,
        attributes: attributeMap(span.attributes),
      })),
    );
  });
}

function attributeMap(list: z.infer<typeof attributesSchema>): Map<string, string> {
  return new Map(list.map(({ key, value }) => [key, String(Object.values(value)[0] ?? '')]));
}
