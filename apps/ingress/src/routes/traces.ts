import { idSchema } from '@turnfleet/contract/schemas';
import type { ConversationGateway } from '@turnfleet/conversation';
import { TurnfleetError } from '@turnfleet/core';
import { type HttpApp, problems } from '@turnfleet/http-kit';
import { type Principal, reaches } from '@turnfleet/principal';
import { attributes } from '@turnfleet/telemetry';
import { z } from 'zod';
import type { TraceSource } from '../traces/trace-source.ts';

const paramsSchema = z.object({ id: idSchema.describe('Trace id (32 hexadecimal digits) or turn id.') });

const otlpSchema = z
  .object({ resourceSpans: z.array(z.unknown()) })
  .describe('OTLP JSON: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding');

interface TracesDeps {
  readonly source: TraceSource | null;
  readonly gateway: Pick<ConversationGateway, 'ownerOf'>;
}

/** `source`: null where spans go to a collector and nobody said where they can be read again. */
export function tracesRoute(app: HttpApp, { source, gateway }: TracesDeps): void {
  app.get(
    '/v1/traces/:id',
    {
      config: { produces: 'application/json', may: ['operate'] },
      schema: {
        operationId: 'getTrace',
        summary: 'The spans of a turn',
        params: paramsSchema,
        response: { 200: otlpSchema, ...problems(400, 401, 403, 404, 406, 503) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const document = await source?.find(id);
      if (document && (await isTheirs(document, request.entered.principal, gateway)))
        return reply.type('application/json').send(document);
      throw new TurnfleetError('not_found', `No span of trace or turn ${id} is held.`, {
        suggestion: source
          ? 'Check the id; spans arrive when they end, a moment after the reply, and are not kept for ever.'
          : 'This process sends its spans to a collector: set JAEGER_QUERY_URL to where they can be read.',
        resource: { type: 'trace', name: id },
      });
    },
  );
}

/** A trace is of the tenant whose conversations it is about; one about none is nobody's but the fleet's. */
async function isTheirs(document: string, principal: Principal, gateway: TracesDeps['gateway']): Promise<boolean> {
  if (principal.reach === 'fleet') return true;
  const ids = conversationsIn(JSON.parse(document));
  const owners = await Promise.all([...ids].map((id) => gateway.ownerOf(id)));
  const tenantWide = { tenant: principal.tenant, user: null, reach: 'tenant' } as const;
  return (
    ids.size > 0 &&
    owners.every(
      (one) =>
        one.kind !== 'none' && one.kind !== 'lost' && reaches(tenantWide, one.kind === 'owned' ? one.owner : null),
    )
  );
}

/** Of every attribute that names one, wherever in the document. */
function conversationsIn(value: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(value)) for (const one of value) conversationsIn(one, found);
  else if (typeof value === 'object' && value !== null) {
    if ('key' in value && value.key === attributes.conversationId && 'value' in value) found.add(textIn(value.value));
    for (const one of Object.values(value)) conversationsIn(one, found);
  }
  return found;
}

const textIn = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'stringValue' in value ? String(value.stringValue) : '';
