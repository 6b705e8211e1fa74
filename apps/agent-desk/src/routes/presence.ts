import { deskHeadersSchema, presenceSchema, presentSchema } from '@turnfleet/contract/http';
import type { HandoffQueue } from '@turnfleet/handoff';
import { type HttpApp, problems } from '@turnfleet/http-kit';
import { z } from 'zod';
import { askingAgent } from '../asking-agent.ts';

interface PresenceDeps {
  readonly handoffs: Pick<HandoffQueue, 'beat' | 'leave'>;
  readonly goneAfterMs: number;
}

export function presenceRoutes(app: HttpApp, { handoffs, goneAfterMs }: PresenceDeps): void {
  app.post(
    '/v1/desk/presence',
    {
      config: { produces: 'application/json', may: ['agent'] },
      schema: {
        operationId: 'bePresent',
        summary: 'Says that the agent is there, what they can do, and for how many at once; to be repeated as a beat',
        headers: deskHeadersSchema,
        body: presenceSchema,
        response: { 200: presentSchema, ...problems(400, 401, 403, 406, 413, 415, 429, 503) },
      },
    },
    async (request) => {
      const { tenant, id } = askingAgent(request);
      await handoffs.beat(tenant, { id, ...request.body }, goneAfterMs);
      return { agent: id, goneAfterMs };
    },
  );
  app.delete(
    '/v1/desk/presence',
    {
      config: { may: ['agent'] },
      schema: {
        operationId: 'leave',
        summary: 'Says that the agent leaves: what they have goes back to the queue',
        headers: deskHeadersSchema,
        response: { 204: z.undefined().describe('The agent is gone.'), ...problems(400, 401, 403, 429, 503) },
      },
    },
    async (request, reply) => {
      const { tenant, id } = askingAgent(request);
      await handoffs.leave(tenant, id);
      return reply.code(204).send(undefined);
    },
  );
}
