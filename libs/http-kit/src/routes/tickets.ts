import { ticketAnswerSchema, ticketRequestSchema } from '@turnfleet/contract/http';
import type { Clock } from '@turnfleet/core';
import { type Entered, hashOfSecret, mintSecret, type Scope, type TicketStore } from '@turnfleet/principal';
import type { HttpApp } from '../server/create-app.ts';
import { problems } from './schemas.ts';

const ttlMs = 60_000;

interface TicketsDeps {
  readonly url: string;
  readonly may: readonly Scope[];
  readonly clock: Clock;
  readonly access: { readonly tickets: TicketStore };
  /** Throws unless the conversation is there for who asks a ticket for it alone. */
  readonly expectTheirs: (entered: Entered, conversationId: string) => Promise<void>;
}

/** For browsers, which send no header with an EventSource or a WebSocket, and whose addresses end up in logs. */
export function ticketsRoute(app: HttpApp, { url, may, clock, access, expectTheirs }: TicketsDeps): void {
  app.post(
    url,
    {
      config: { produces: 'application/json', may },
      schema: {
        operationId: 'createTicket',
        summary: 'Gives a ticket that opens one stream, once, within a minute',
        body: ticketRequestSchema,
        response: { 201: ticketAnswerSchema, ...problems(400, 401, 403, 404, 406, 413, 415, 429, 503) },
      },
    },
    async (request, reply) => {
      const { principal, credential } = request.entered;
      const conversationId = request.body?.conversationId ?? null;
      if (conversationId !== null) await expectTheirs(request.entered, conversationId);
      const ticket = mintSecret('tft');
      await access.tickets.keep(hashOfSecret(ticket), { principal, credential, conversationId }, ttlMs);
      const expiresAt = new Date(clock.now() + ttlMs).toISOString();
      return reply.code(201).header('cache-control', 'no-store').send({ ticket, expiresAt });
    },
  );
}
