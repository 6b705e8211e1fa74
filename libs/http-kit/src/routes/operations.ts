import { type Check } from '@turnfleet/core';
import { readiness } from '@turnfleet/service-kit';
import { z } from 'zod';
import type { HttpApp } from '../server/create-app.ts';
import { problems, textAnswer } from './schemas.ts';

interface OperationsDeps {
  readonly checks: readonly Check[];
  readonly metrics: () => Promise<string>;
}

const readinessSchema = z.object({
  status: z.enum(['ready', 'not ready']),
  checks: z.record(z.string(), z.string()).describe('Each dependency by name: `ok`, or what is wrong.'),
});

const config = { isOperational: true };

export function operationsRoutes(app: HttpApp, { checks, metrics }: OperationsDeps): void {
  const metricsType = 'text/plain; version=0.0.4; charset=utf-8';
  app.get(
    '/livez',
    {
      config,
      schema: {
        operationId: 'live',
        summary: 'Whether the process lives',
        response: { 200: textAnswer('It does.', 'text/plain'), ...problems() },
      },
    },
    (_request, reply) => reply.type('text/plain; charset=utf-8').send('ok\n'),
  );
  app.get(
    '/readyz',
    {
      config,
      schema: {
        operationId: 'ready',
        summary: 'Whether every dependency is there',
        response: { ...problems(), 200: readinessSchema, 503: readinessSchema },
      },
    },
    (_request, reply) => {
      const { status, type, body } = readiness(checks);
      return reply
        .code(status as 200)
        .type(type)
        .send(body);
    },
  );
  app.get(
    '/metrics',
    {
      config,
      schema: {
        operationId: 'metrics',
        summary: 'Metrics in the text format of Prometheus',
        response: { 200: textAnswer('Every metric of this process.', 'text/plain'), ...problems() },
      },
    },
    async (_request, reply) => reply.type(metricsType).send(await metrics()),
  );
}
