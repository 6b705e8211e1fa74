import { z } from 'zod';
import type { Credential } from './credential.ts';
import type { Principal } from './principal.ts';
import { rateClasses, scopeSchema } from './scopes.ts';

/** Stands in for a key or token where neither can be sent: a browser sends no header with an EventSource or a WebSocket. */
export interface Ticket {
  readonly principal: Principal;
  /** What it was given for: the ticket's stream ends with that. */
  readonly credential: Credential;
  /** The only conversation that it opens; null: each of its owner. */
  readonly conversationId: string | null;
}

const principalSchema = z.object({
  tenant: z.string(),
  user: z.string().nullable(),
  reach: z.enum(['fleet', 'tenant', 'user']),
  scopes: z.array(scopeSchema),
  level: z.string().nullable(),
  trusted: z.boolean(),
  rateClass: z.enum(rateClasses),
  by: z.string(),
});

const credentialSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('key'), sha256: z.string() }),
  z.object({ kind: z.literal('token'), endsAt: z.number() }),
]);

/** As a store keeps it. */
export const ticketSchema = z.object({
  principal: principalSchema,
  credential: credentialSchema,
  conversationId: z.string().nullable(),
});
