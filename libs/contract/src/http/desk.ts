import { z } from 'zod';
import { keptResultSchema, pendingCallSchema } from '../schemas/conversation.ts';
import { agentIdSchema, agentSkills, handoffSchema } from '../schemas/handoff.ts';
import { idSchema, textSchema } from '../schemas/turn.ts';
import { conversationViewSchema } from './schemas.ts';

export const deskHeadersSchema = z.object({
  'x-turnfleet-agent': agentIdSchema
    .optional()
    .describe(
      'Which agent asks. For keys and tokens without a user, and where nobody signs in; others are their user.',
    ),
});

export const commandHeadersSchema = deskHeadersSchema.extend({
  'idempotency-key': idSchema
    .optional()
    .describe('The same key and body again is the same command. Without it every request is a new one.'),
  prefer: z.string().optional().describe('`wait=N`: how many seconds to wait for the outcome, at most 60; else 20.'),
});

/** Body of `POST /v1/desk/presence`. */
export const presenceSchema = z
  .object({
    name: z.string().trim().min(1).max(64).describe('As shoppers are told.'),
    skills: z.array(z.enum(agentSkills)).min(1).max(agentSkills.length).default(['general']),
    languages: z
      .array(z.string().min(2).max(35))
      .min(1)
      .max(10)
      .default(['zh', 'en'])
      .describe('Like `zh-CN`; `zh` stands for all of them.'),
    capacity: z.int().min(1).max(50).default(5).describe('Most conversations at once.'),
  })
  .meta({
    id: 'Presence',
    examples: [{ name: '小王', skills: ['general', 'returns'], languages: ['zh'], capacity: 3 }],
  });

/** 200 of `POST /v1/desk/presence`. */
export const presentSchema = z
  .object({ agent: agentIdSchema, goneAfterMs: z.int().describe('Without a beat for so long the agent is gone.') })
  .meta({ id: 'Present' });

const agentSchema = z
  .object({
    ...{ id: agentIdSchema, name: z.string(), skills: z.array(z.string()), languages: z.array(z.string()) },
    capacity: z.int(),
    has: z.int().describe('Conversations that the agent has.'),
  })
  .meta({ id: 'PresentAgent' });

export const queueEntrySchema = z
  .object({
    conversationId: idSchema,
    version: z.int().describe('Of the conversation.'),
    handoff: handoffSchema.omit({ notes: true }),
    suits: z.boolean().describe('Whether who asks has the skill and speaks the language, or it was passed on to them.'),
  })
  .meta({ id: 'QueueEntry' });

/** 200 of `GET /v1/desk/queue`, and the event `queue`. */
export const queueSchema = z
  .object({
    waiting: z.array(queueEntrySchema).describe('In the order in which they are to be served; at most 200.'),
    claimed: z.array(queueEntrySchema).describe('The oldest claim first.'),
    agents: z.array(agentSchema).describe('Who is there.'),
  })
  .meta({ id: 'DeskQueue' });

/** 200 of `GET /v1/desk/conversations/{id}`. */
export const deskConversationSchema = conversationViewSchema
  .extend({
    handoff: handoffSchema.nullable().describe('With its notes; null: no person has it, and none is waited for.'),
    held: pendingCallSchema.nullable().describe('What the shopper was asked to confirm.'),
    results: z.array(keptResultSchema).describe('What tools returned, oldest first.'),
  })
  .meta({ id: 'DeskConversation', description: 'What an agent has to know of a conversation.' });

const text = textSchema.describe('What is said.');

/** Bodies of `POST /v1/desk/conversations/{id}/…`. */
export const commandBodies = {
  claim: z.object({}).nullish(),
  say: z.object({ text }),
  note: z.object({ text }),
  draft: z.object({}).nullish(),
  call: z.object({
    tool: z.string().min(1).max(128),
    arguments: z.record(z.string(), z.unknown()).default({}).describe('Proto3 JSON.'),
  }),
  transfer: z.object({
    to: z
      .object({ skill: z.enum(agentSkills).optional(), agent: agentIdSchema.optional() })
      .refine((to) => to.skill !== undefined || to.agent !== undefined, 'must name a skill or an agent'),
    text: text.optional().describe('A note for the next agent.'),
  }),
  'hand-back': z.object({ text: text.optional().describe('What was agreed.') }).nullish(),
  release: z.object({}).nullish(),
} as const;

/** 202 of a command. */
export const acceptedCommandSchema = z
  .object({ conversationId: idSchema, commandId: idSchema, status: z.literal('accepted') })
  .meta({
    id: 'AcceptedCommand',
    description: 'The command is in the log; the same Idempotency-Key again tells its outcome.',
  });

export const deskEventsHeadersSchema = deskHeadersSchema.extend({
  'last-event-id': z.string().max(8_192).optional().describe('Id of the last event seen: resumes after it.'),
});

/** Of the desk's streams, for clients that can send no header. */
export const deskStreamQuerySchema = z.object({
  agent: agentIdSchema.optional().describe('As `X-Turnfleet-Agent`.'),
  ticket: z.string().max(128).optional().describe('Of `POST /v1/desk/tickets`, in place of an Authorization header.'),
  lastEventId: z.string().max(8_192).optional().describe('As `Last-Event-ID`.'),
});

export const complaintsQuerySchema = z.object({
  state: z.enum(['open', 'settled']).optional().describe('Only those; else all.'),
  limit: z.coerce.number().int().min(1).max(200).optional().describe('At most so many; else 50.'),
  before: z.string().min(1).max(64).optional().describe('Those that were recorded before this one: the next page.'),
});

export const complaintParamsSchema = z.object({ id: z.string().min(1).max(64).describe('Like `CMP-2026-0001`.') });

/** Body of `POST /v1/desk/complaints/{id}/settle`. */
export const settlementSchema = z.object({ text: z.string().trim().min(1).max(1_000).describe('What came of it.') });

export const complaintSchema = z
  .object({
    id: z.string().describe('Its number, as the shopper was told.'),
    orderId: z.string().nullable().describe('Null: it is about no order.'),
    user: z.string().describe('Id of the shopper.'),
    text: z.string().describe("In the shopper's words."),
    filedAt: z.string().describe('RFC 3339.'),
    state: z.enum(['open', 'settled']),
    settled: z
      .object({ at: z.string(), by: z.string().describe('The agent.'), text: z.string() })
      .nullable()
      .describe('What came of it, said once; null while it is open.'),
  })
  .meta({ id: 'Complaint' });

/** 200 of `GET /v1/desk/complaints`. */
export const complaintsSchema = z
  .object({
    complaints: z.array(complaintSchema).describe('The latest first.'),
    total: z.int().describe('How many there are in that state.'),
  })
  .meta({ id: 'Complaints' });

export type DeskComplaint = z.infer<typeof complaintSchema>;
export type DeskComplaints = z.infer<typeof complaintsSchema>;
export type DeskPresence = z.infer<typeof presenceSchema>;
export type DeskQueue = z.infer<typeof queueSchema>;
export type DeskEntry = z.infer<typeof queueEntrySchema>;
export type DeskConversation = z.infer<typeof deskConversationSchema>;
