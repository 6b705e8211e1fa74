import { z } from 'zod';
import { armedTimerSchema } from '../schemas/armed-timer.ts';
import { dialogueStates, slotsSchema, transitionSchema } from '../schemas/dialogue.ts';
import { toldHandoffSchema } from '../schemas/handoff.ts';
import { replySchema } from '../schemas/reply.ts';
import { idSchema, turnSchema } from '../schemas/turn.ts';

/** `/v1/conversations/{id}…` */
export const conversationParamsSchema = z.object({ id: idSchema.describe('Conversation id.') });

/** `/v1/conversations/{id}/turns/{turn}` */
export const turnParamsSchema = conversationParamsSchema.extend({ turn: idSchema.describe('Turn id.') });

/** Body of `POST /v1/conversations/{id}/turns`: a turn without what address and headers say. */
export const postTurnSchema = turnSchema
  .pick({ text: true, locale: true, user: true, metadata: true })
  .meta({ id: 'PostTurn', description: 'What the shopper says.', examples: [{ text: 'SKU-2024-888 上海有货吗?' }] });

export const postTurnHeadersSchema = z.object({
  'idempotency-key': idSchema
    .optional()
    .describe(
      'Becomes the turn id: the same key and body again is the same turn. Without it every request is a new one.',
    ),
  'x-turnfleet-priority': z
    .string()
    .optional()
    .describe('1 high (of those who are trusted, else as 2), 2 normal, 3 low. Unreadable: 2.'),
  prefer: z
    .string()
    .optional()
    .describe('`wait=N`: answer with the reply if it comes within N seconds (at most 60). Unreadable: ignored.'),
});

/** 202 of `POST /v1/conversations/{id}/turns`. */
export const acceptedTurnSchema = z
  .object({
    conversationId: idSchema,
    turnId: idSchema,
    status: z.literal('accepted'),
    events: z.string().describe('Path of the event stream of this turn.'),
    estimatedStartMs: z
      .int()
      .optional()
      .describe(
        'It waits for others: about so long, in milliseconds, until work on it begins. Absent: it begins at once.',
      ),
  })
  .meta({ id: 'AcceptedTurn', description: 'The turn is in the log and will be answered.' });

/** 202 of `DELETE /v1/conversations/{id}/turns/{turn}`. */
export const cancelRequestedSchema = z
  .object({ conversationId: idSchema, turnId: idSchema, status: z.literal('cancelling') })
  .meta({ id: 'CancelRequested', description: 'The turn still gets its one reply.' });

/** 200 of `GET /v1/conversations/{id}`. */
export const conversationViewSchema = z
  .object({
    conversationId: idSchema,
    version: z.number().int().nonnegative().describe('Grows by one per turn that ended.'),
    state: z.enum(dialogueStates).describe('Where the dialogue stands.'),
    flow: z
      .object({ name: z.string(), version: z.string(), step: z.string(), slots: slotsSchema })
      .nullable()
      .describe('The flow that runs, and what it knows; null: none.'),
    history: z.array(transitionSchema).describe('The latest transitions of the dialogue, oldest first.'),
    handoff: toldHandoffSchema
      .optional()
      .describe('A person has the conversation, or it waits for one. Left out: neither.'),
    turns: z
      .array(
        z.object({
          turnId: idSchema,
          submittedAt: z.string().describe('RFC 3339.'),
          text: z.string(),
          reply: replySchema.nullable().describe('Null while the turn runs.'),
        }),
      )
      .describe('The latest turns, oldest first.'),
    timer: armedTimerSchema
      .optional()
      .describe('When the dialogue ends by itself if nobody writes. Left out: it does not.'),
  })
  .meta({ id: 'ConversationView', description: 'A conversation with its turns, those in progress included.' });

/** Body of `POST /v1/tickets`; none is the same as an empty one. */
export const ticketRequestSchema = z
  .object({ conversationId: idSchema.optional().describe('The only conversation that it opens; else each of yours.') })
  .nullish();

/** 201 of `POST /v1/tickets`. */
export const ticketAnswerSchema = z
  .object({
    ticket: z.string().describe('To be sent as `?ticket=`, once.'),
    expiresAt: z.string().describe('RFC 3339; later it opens nothing.'),
  })
  .meta({ id: 'Ticket', description: 'Opens one event stream in place of a key or token.' });

export const eventsQuerySchema = z.object({
  lastEventId: z.string().max(128).optional().describe('As `Last-Event-ID`, for clients that can send no header.'),
  ticket: z.string().max(128).optional().describe('Of `POST /v1/tickets`, in place of an Authorization header.'),
  turn: idSchema.optional().describe('Only the events of this turn; the stream ends after its reply.'),
});

export const eventsHeadersSchema = z.object({
  'last-event-id': z.string().max(128).optional().describe('Id of the last event seen: resumes after it.'),
});

export type ConversationViewAnswer = z.infer<typeof conversationViewSchema>;

const longestWaitSeconds = 60;

/**
 * Seconds to wait for the reply that a `Prefer` header asks for (RFC 7240), at most 60; 0 if it asks for none or cannot
 * be read. Of several `wait` preferences the first counts.
 */
export function waitSecondsOf(prefer: string | undefined): number {
  const preferences = (prefer ?? '').split(',').map((one) => one.split(';')[0]?.trim() ?? '');
  const wait = preferences.find((one) => /^wait\s*=/i.test(one));
  const [, digits = '0'] = /=\s*"?(\d{1,9})"?$/.exec(wait ?? '') ?? [];
  return Math.min(Number(digits), longestWaitSeconds);
}
