import { type HttpApp, problems } from '@turnfleet/http-kit';
import { z } from 'zod';
import type { Hub } from './hub.ts';

const whole = z.number().int().nonnegative();
const ms = z.number().nonnegative().nullable();

const connectionsSchema = z
  .object({
    current: whole.describe('Connections that are open.'),
    limit: whole.describe('How many this process takes.'),
    conversations: whole.describe('Conversations that they are told of, each as often as it is told.'),
    unacknowledgedBytes: whole.describe('What was sent and not acknowledged yet.'),
    total: whole.describe('Connections since the process began, as everything below.'),
    resumed: whole.describe('Sessions that went on over a new connection.'),
    failedHeartbeats: whole.describe('Connections that were closed because nothing was heard of them.'),
    messagesIn: whole,
    messagesOut: whole,
    resumeMs: z.object({ p50: ms, p95: ms }).describe('From hello to welcome, of the last thousand resumed sessions.'),
  })
  .meta({ id: 'Connections', description: 'WebSocket connections of one process of the ingress.' });

export function connectionsRoute(app: HttpApp, hub: Hub): void {
  app.get(
    '/v1/connections',
    {
      config: { produces: 'application/json', may: ['operate'] },
      schema: {
        operationId: 'connections',
        summary: 'Counts the WebSocket connections of the process that answers',
        response: { 200: connectionsSchema, ...problems(401, 403, 406, 503) },
      },
    },
    async () => {
      const all = [...hub.all];
      const sum = (of: (one: (typeof all)[number]) => number): number => all.reduce((total, one) => total + of(one), 0);
      return {
        current: all.length,
        limit: hub.limit,
        conversations: sum(({ subscriptions }) => subscriptions.size),
        unacknowledgedBytes: sum(({ current }) => current?.unacknowledged.bytes ?? 0),
        ...hub.stats.counts,
        resumeMs: { p50: hub.stats.resumeMs(0.5), p95: hub.stats.resumeMs(0.95) },
      };
    },
  );
}
