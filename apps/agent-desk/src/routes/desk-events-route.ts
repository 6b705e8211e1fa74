import type { CredentialWatch } from '@turnfleet/auth';
import { deskEventsHeadersSchema, deskStreamQuerySchema } from '@turnfleet/contract/http';
import type { Logger, Random } from '@turnfleet/core';
import type { HandoffQueue } from '@turnfleet/handoff';
import { type HttpApp, problems, type StreamLimits, sendEvents, textAnswer, whileAllowed } from '@turnfleet/http-kit';
import type { StreamDeps } from '@turnfleet/streams';
import { askingAgent } from '../asking-agent.ts';
import { deskEvents } from '../events/desk-events.ts';

interface DeskEventsDeps extends StreamDeps {
  readonly handoffs: HandoffQueue;
  readonly watch: CredentialWatch;
  readonly logger: Logger;
  readonly random: Random;
  readonly streams: StreamLimits;
  /** Aborts when the process begins to drain: agents go on elsewhere. */
  readonly draining: AbortSignal;
}

const description =
  'Server-Sent Events. `queue`: the whole queue, at the start and when much changed. `queue.changed`: the entry of a ' +
  'conversation, null if it is over. `conversation`: what happens in one that the agent has, `type` and `data` as ' +
  'in its own stream. `Last-Event-ID` resumes all conversations after it, at any instance. A stream is no beat.';

export function deskEventsRoute(app: HttpApp, deps: DeskEventsDeps): void {
  app.get(
    '/v1/desk/events',
    {
      exposeHeadRoute: false,
      config: { produces: 'text/event-stream', may: ['agent'], takesTicket: true },
      schema: {
        operationId: 'streamDesk',
        summary: 'Streams the queue, and what happens in the conversations of the agent',
        querystring: deskStreamQuerySchema,
        headers: deskEventsHeadersSchema,
        response: { 200: textAnswer(description, 'text/event-stream'), ...problems(400, 401, 403, 406, 429, 503) },
      },
    },
    async (request, reply) => {
      const asking = askingAgent(request);
      const release = deps.streams.hold({ tenant: asking.tenant, user: asking.id });
      const signal = AbortSignal.any([whileAllowed(request, reply, deps.watch), deps.draining]);
      const events = deskEvents(
        deps,
        asking,
        request.headers['last-event-id'] || request.query.lastEventId || null,
        signal,
      );
      const headers = Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)] as const);
      reply.hijack();
      try {
        await sendEvents(reply.raw, events, { ...deps, from: null }, Object.fromEntries(headers));
      } catch (error) {
        deps.logger.warn({ err: error }, 'the stream of an agent was cut: what happens cannot be read right now');
      } finally {
        release();
      }
    },
  );
}
