import { idSchema } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';
import { z } from 'zod';
import type { HttpApp } from '../http/create-app.ts';
import type { TraceSource } from '../traces/trace-source.ts';
import { problems } from './schemas.ts';

const paramsSchema = z.object({ id: idSchema.describe('Trace id (32 hexadecimal digits) or turn id.') });

const otlpSchema = z
  .object({ resourceSpans: z.array(z.unknown()) })
  .describe('OTLP JSON: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding');

/** `source`: null where spans go to a collector and nobody said where they can be read again. */
export function tracesRoute(app: HttpApp, source: TraceSource | null): void {
  app.get(
    '/v1/traces/:id',
    {
      config: { produces: 'application/json' },
      schema: {
        operationId: 'getTrace',
        summary: 'The spans of a turn',
        params: paramsSchema,
        response: { 200: otlpSchema, ...problems(400, 404, 406, 503) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const document = await source?.find(id);
      if (document) return reply.type('application/json').send(document);
      throw new TurnfleetError('not_found', `No span of trace or turn ${id} is held.`, {
        suggestion: source
          ? 'Check the id; spans arrive when they end, a moment after the reply, and are not kept for ever.'
          : 'This process sends its spans to a collector: set JAEGER_QUERY_URL to where they can be read.',
        resource: { type: 'trace', name: id },
      });
    },
  );
}
