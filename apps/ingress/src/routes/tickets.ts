import { ticketAnswerSchema, ticketRequestSchema } from '@turnfleet/contract/http';
import type { ConversationGateway } from '@turnfleet/conversation';
import type { Clock } from '@turnfleet/core';
import { type HttpApp, problems } from '@turnfleet/http-kit';
import { hashOfSecret, mintSecret, type TicketStore } from '@turnfleet/principal';
import { expectTheirs } from '../auth/expect-theirs.ts';

const ttlMs = 60_000;

interface TicketsDeps {
  readonly clock: Clock;
  readonly gateway: Pick<ConversationGateway, 'claimOwner' | 'ownerOf'>;
  readonly access: { readonly tickets: TicketStore };
}

/** For browsers, which send no header with an EventSource, and whose addresses end up in logs. */
export function ticketsRoute(app: HttpApp, { clock, gateway, access }: TicketsDeps): void {
  app.post(
    '/v1/tickets',
    {
      config: { produces: 'application/json', may: ['read', 'chat', 'agent'] },
      schema: {
        operationId: 'createTicket',
        summary: 'Gives a ticket that opens one event stream, once, within a minute',
        body: ticketRequestSchema,
        response: { 201: ticketAnswerSchema, ...problems(400, 401, 403, 404, 406, 413, 415, 503) },
      },
    },
    async (request, reply) => {
      const { principal, credential } = request.entered;
      const conversationId = request.body?.conversationId ?? null;
      if (conversationId !== null && principal.reach === 'tenant')
        await expectTheirs(gateway, request.entered, conversationId);
      const ticket = mintSecret('tft');
      await access.tickets.keep(hashOfSecret(ticket), { principal, credential, conversationId }, ttlMs);
      const expiresAt = new Date(clock.now() + ttlMs).toISOString();
      return reply.code(201).header('cache-control', 'no-store').send({ ticket, expiresAt });
    },
  );
}
