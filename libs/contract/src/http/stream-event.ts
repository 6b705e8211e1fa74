import { z } from 'zod';
import { replySchema } from '../schemas/reply.ts';
import { idSchema } from '../schemas/turn.ts';
import { journalEventFields as fields } from './journal-event.ts';

const id = z.string().describe('Resumes after this event when sent as `Last-Event-ID`.');

const gap = z.object({
  turnId: idSchema.nullable().describe('Turn of the reply.'),
  reply: replySchema.nullable().describe('The last reply, null if there is none.'),
});

const queued = z.object({
  turnId: idSchema,
  position: z.int().min(0).describe('About so many turns begin before it.'),
  estimatedStartMs: z.int().min(0).describe('About so long, in milliseconds, until work on it begins.'),
});

/** A Server-Sent Event by its three lines: `id`, `event`, and `data` as JSON. */
export const streamEventSchema = z
  .discriminatedUnion('event', [
    z.object({ event: z.literal('turn.accepted'), id, data: z.object(fields['turn.accepted']) }),
    z
      .object({ event: z.literal('turn.queued'), id, data: queued })
      .describe('It waits for others; told again as the estimate shrinks. Its id is that of the event before it.'),
    z.object({ event: z.literal('turn.started'), id, data: z.object(fields['turn.started']) }),
    z.object({ event: z.literal('tool.started'), id, data: z.object(fields['tool.started']) }),
    z.object({ event: z.literal('tool.finished'), id, data: z.object(fields['tool.finished']) }),
    z.object({ event: z.literal('reply.delta'), id, data: z.object(fields['reply.delta']) }),
    z.object({ event: z.literal('reply.reset'), id, data: z.object(fields['reply.reset']) }),
    z.object({ event: z.literal('reply.completed'), id, data: replySchema }),
    z.object({ event: z.literal('reply.failed'), id, data: replySchema }),
    z
      .object({ event: z.literal('journal.gap'), id, data: gap })
      .describe('Events were missed that are no longer held; what follows is live.'),
  ])
  .meta({
    id: 'StreamEvent',
    description: 'One Server-Sent Event: the lines `id`, `event` and `data`, which is JSON.',
  });
