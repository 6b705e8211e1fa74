import { z } from 'zod';
import { armedTimerSchema } from './armed-timer.ts';
import { dialogueSchema, dialogueStates } from './dialogue.ts';
import { handoffSchema } from './handoff.ts';
import { replySchema } from './reply.ts';
import { idSchema, textSchema } from './turn.ts';

export const endedTurnSchema = z
  .object({
    turnId: idSchema,
    submittedAt: z.string().describe('RFC 3339.'),
    text: z
      .literal('')
      .or(textSchema)
      .describe('What the shopper said; empty if it was a timer that ran out, or an agent.'),
    reply: replySchema,
  })
  .meta({ id: 'EndedTurn', description: 'A turn and its reply.' });

const momentSchema = z
  .object({
    end: z
      .string()
      .regex(/^\d{1,19}$/)
      .describe('The next offset of the home partition of `chat.turns`, in digits: a record below it was there.'),
    at: z.string().describe("RFC 3339, by the worker's clock: for records that were forwarded and have a later place."),
  })
  .meta({ id: 'MomentInTurns', description: 'A moment, as a place in `chat.turns`.' });

export const pendingCallSchema = z
  .object({
    key: z
      .string()
      .min(1)
      .max(128)
      .describe('Idempotency key: minted with the question, it stays with the call until that has run or is dropped.'),
    callId: z.string().describe("The model's own call id."),
    tool: z.string().describe('Name of the tool.'),
    arguments: z.record(z.string(), z.unknown()).describe('What the tool is to be asked, proto3 JSON.'),
    turnId: idSchema.describe('Turn in which the shopper was asked.'),
    alsoYes: z.array(z.string()).optional().describe('Words that are a yes to this question beside the plain ones.'),
    expiresAt: z.string().describe('RFC 3339; a yes submitted later no longer runs it.'),
    shopper: z
      .string()
      .nullable()
      .default(null)
      .describe('Digest of tenant and user id of who was asked; nobody else can confirm. Null: not known, nobody can.'),
    askedAt: momentSchema
      .nullable()
      .default(null)
      .describe('When the question was committed: a yes from before does not count. Null: not known, no yes counts.'),
    publishedAt: momentSchema
      .nullable()
      .default(null)
      .describe('When it was in `chat.replies`, which is what counts where it is noted.'),
  })
  .meta({ id: 'PendingCall', description: 'A tool call with an effect that waits for the yes of the shopper.' });

export const ownerSchema = z
  .object({
    tenant: z.string().describe('Whose shop it is.'),
    user: z.string().nullable().describe('Id of the shopper upstream; null: nobody in particular.'),
  })
  .meta({ id: 'Owner', description: 'Whose a conversation is; nobody else is told that it exists.' });

export const keptResultSchema = z
  .object({
    tool: z.string().describe('Name of the tool.'),
    arguments: z.record(z.string(), z.unknown()).describe('What it was asked, personal data masked.'),
    content: z.string().describe('What it returned, as JSON, personal data masked; of a long one the beginning.'),
    asOf: z.string().describe('RFC 3339: when it was fetched.'),
    freshUntil: z
      .string()
      .nullable()
      .describe('RFC 3339: until then an answer may rest on it. Null: what it tells of was done, and stays so.'),
  })
  .meta({
    id: 'KeptResult',
    description: 'What a tool returned in a turn before, for as long as answers may rest on it.',
  });

/** A conversation after its last ended turn: a window of turns, oldest first. */
export const conversationSchema = z
  .object({
    conversationId: idSchema,
    version: z
      .number()
      .int()
      .nonnegative()
      .describe(
        'Grows by one per turn that ended; one that was forgotten after a long silence may go on from any higher number.',
      ),
    state: z.enum(dialogueStates).describe('Where the dialogue stands.'),
    held: pendingCallSchema
      .nullable()
      .default(null)
      .describe('What the shopper was asked to confirm and has not answered yet; null: nothing.'),
    dialogue: dialogueSchema.optional().describe('What flows keep of it. Left out: nothing has happened yet.'),
    timer: armedTimerSchema.optional().describe('When the dialogue ends by itself. Left out: it does not.'),
    handoff: handoffSchema.optional().describe('A person has the conversation, or it waits for one.'),
    owner: ownerSchema.optional().describe('Whose it is. Left out: it was begun where nobody signs in.'),
    results: z
      .array(keptResultSchema)
      .default([])
      .describe('What tools returned that figures of the next answers may rest on, oldest first; a few.'),
    turns: z.array(endedTurnSchema).describe('The latest turns, oldest first.'),
  })
  .meta({ id: 'Conversation', description: 'A conversation after its last ended turn.' });

/** Value of a record in `chat.conversations`; of two, the one with the higher (generation, version, epoch) holds. */
export const snapshotSchema = z
  .object({
    generation: z.number().int().positive().describe('Grows with every rebuild of the store from the log.'),
    epoch: z.number().int().positive().describe('Assignment of the partition in which it was written.'),
    conversation: conversationSchema,
    unpublished: z
      .array(z.object({ turnId: idSchema, reply: z.string() }))
      .describe('Replies committed but possibly not yet published, as the exact record values.'),
  })
  .meta({
    id: 'Snapshot',
    description: 'A conversation after a turn; of two, the one with the higher (generation, version, epoch) holds.',
  });

export type EndedTurn = z.infer<typeof endedTurnSchema>;
export type KeptResult = z.infer<typeof keptResultSchema>;
export type PendingCall = z.infer<typeof pendingCallSchema>;
export type Owner = z.infer<typeof ownerSchema>;
export type Conversation = z.infer<typeof conversationSchema>;
export type Snapshot = z.infer<typeof snapshotSchema>;

export function emptyConversation(conversationId: string, version = 0): Conversation {
  return { conversationId, version, state: 'init', held: null, results: [], turns: [] };
}
