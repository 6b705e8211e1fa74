import type { CredentialWatch } from '@turnfleet/auth';
import { conversationParamsSchema, eventsHeadersSchema, eventsQuerySchema, isTerminal } from '@turnfleet/contract/http';
import type { ConversationGateway } from '@turnfleet/conversation';
import type { Logger, Random } from '@turnfleet/core';
import {
  describeConversation,
  type HttpApp,
  problems,
  sendEvents,
  textAnswer,
  whileAllowed,
} from '@turnfleet/http-kit';
import { type Entered } from '@turnfleet/principal';
import type { QueueNotesDeps, StreamDeps } from '@turnfleet/streams';
import { openConversationEvents, openTurnEvents, withQueueNotes } from '@turnfleet/streams';
import { z } from 'zod';
import type { Admission } from '../admission/open-admission.ts';
import { claimTheirs, expectTheirs } from '../auth/expect-theirs.ts';

interface EventsDeps extends StreamDeps {
  readonly gateway: StreamDeps['gateway'] & Pick<ConversationGateway, 'claimOwner' | 'ownerOf'>;
  readonly watch: CredentialWatch;
  readonly logger: Logger;
  readonly random: Random;
  /** Aborts when the process begins to drain: clients go on elsewhere. */
  readonly draining: AbortSignal;
  readonly admission: Pick<Admission, 'streams' | 'waitLeft'>;
}

const description =
  'Server-Sent Events: `turn.accepted`, `turn.queued`, `turn.started`, `tool.started`, `tool.finished`, `reply.delta`, `reply.reset`, ' +
  '`reply.completed`, `reply.failed`, `journal.gap`. Data is JSON and names the `turnId`; every event has an id; ' +
  '`Last-Event-ID` resumes after it. A stream of a conversation begins with the id that its events come after, to resume ' +
  'there if it is cut before the first.';

export function eventsRoute(app: HttpApp, deps: EventsDeps): void {
  app.get(
    '/v1/conversations/:id/events',
    {
      exposeHeadRoute: false,
      config: { produces: 'text/event-stream', may: ['read', 'chat', 'agent'], takesTicket: true },
      schema: {
        operationId: 'streamEvents',
        summary: 'Streams what happens in a conversation, or in one turn of it',
        params: conversationParamsSchema,
        querystring: eventsQuerySchema,
        headers: eventsHeadersSchema,
        response: {
          200: textAnswer(description, 'text/event-stream'),
          204: z.undefined().describe('The turn has ended, and its end has been seen.'),
          ...problems(400, 401, 403, 404, 406, 429, 503),
        },
      },
    },
    async (request, reply) => {
      const conversationId = request.params.id;
      const turnId = request.query.turn;
      describeConversation(conversationId);
      const lastEventId = request.headers['last-event-id'] || request.query.lastEventId || null;
      await expectReadable(deps.gateway, request.entered, conversationId, turnId);
      const signal = AbortSignal.any([whileAllowed(request, reply, deps.watch), deps.draining]);
      const { from, events } =
        turnId === undefined
          ? await openConversationEvents(deps, conversationId, lastEventId, signal)
          : // Without an id it begins with the turn, whenever that is.
            { from: null, events: await openTurnEvents(deps, { conversationId, turnId }, lastEventId, signal) };
      if (!events) return reply.code(204).send(undefined);
      const release = deps.admission.streams.hold(request.entered.principal);
      const { principal } = request.entered;
      const waitLeft: QueueNotesDeps['waitLeft'] = (...turn) => deps.admission.waitLeft(principal, ...turn);
      reply.hijack();
      try {
        await sendEvents(
          reply.raw,
          withQueueNotes(events, { clock: deps.clock, waitLeft }),
          { ...deps, from, ...(turnId === undefined ? {} : { endsWith: isEnd }) },
          headersOf(reply.getHeaders()),
        );
      } catch (error) {
        deps.logger.warn({ err: error }, 'an event stream was cut: its events cannot be read right now');
      } finally {
        release();
      }
    },
  );
}

/** A stream may be opened before the first turn: for a user, the conversation is theirs from then on. */
export function expectReadable(
  gateway: Pick<ConversationGateway, 'claimOwner' | 'ownerOf'>,
  entered: Entered,
  conversationId: string,
  turnId: string | undefined,
): Promise<void> {
  const mayBegin = turnId === undefined && entered.principal.reach === 'user';
  return mayBegin
    ? claimTheirs(gateway, entered, conversationId, true)
    : expectTheirs(gateway, entered, conversationId);
}

const isEnd = ({ type }: { readonly type: string }): boolean => isTerminal({ type });

function headersOf(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
