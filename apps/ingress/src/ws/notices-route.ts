import { textSchema } from '@turnfleet/contract/schemas';
import { type HttpApp, problems } from '@turnfleet/http-kit';
import type { SessionStore } from '@turnfleet/session';
import { z } from 'zod';

const noticeSchema = z
  .object({
    text: textSchema.describe('What is to be told.'),
    tenant: z.string().min(1).max(128).optional().describe('Whose clients are told; that of the key if left out.'),
  })
  .meta({
    id: 'NewNotice',
    description: 'From those who run the shop, to everybody.',
    examples: [{ text: '22:00 维护' }],
  });

const postedSchema = z
  .object({ id: z.string().describe('Of the notice.'), tenant: z.string() })
  .meta({ id: 'PostedNotice', description: 'The notice is on its way.' });

export function noticesRoute(app: HttpApp, { sessions }: { readonly sessions: Pick<SessionStore, 'post'> }): void {
  app.post(
    '/v1/notices',
    {
      config: { produces: 'application/json', may: ['operate'] },
      schema: {
        operationId: 'broadcast',
        summary: 'Tells something to every WebSocket client of a tenant',
        body: noticeSchema,
        response: { 202: postedSchema, ...problems(400, 401, 403, 406, 413, 415, 503) },
      },
    },
    async (request, reply) => {
      const { principal } = request.entered;
      const { text } = request.body;
      const tenant = principal.reach === 'fleet' ? (request.body.tenant ?? principal.tenant) : principal.tenant;
      return reply.code(202).send({ id: await sessions.post(tenant, text), tenant });
    },
  );
}
