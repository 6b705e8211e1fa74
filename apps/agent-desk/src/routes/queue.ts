import { deskHeadersSchema, queueSchema } from '@turnfleet/contract/http';
import type { HandoffQueue } from '@turnfleet/handoff';
import { type HttpApp, problems } from '@turnfleet/http-kit';
import { askingAgent } from '../asking-agent.ts';
import { readQueue } from '../read-queue.ts';

export function queueRoute(
  app: HttpApp,
  { handoffs }: { readonly handoffs: Pick<HandoffQueue, 'waiting' | 'claimed' | 'present'> },
): void {
  app.get(
    '/v1/desk/queue',
    {
      config: { produces: 'application/json', may: ['agent'] },
      schema: {
        operationId: 'getQueue',
        summary: 'Shows who waits for an agent, who has what, and which agents are there',
        headers: deskHeadersSchema,
        response: { 200: queueSchema, ...problems(400, 401, 403, 406, 429, 503) },
      },
    },
    async (request) => readQueue(handoffs, askingAgent(request)),
  );
}
