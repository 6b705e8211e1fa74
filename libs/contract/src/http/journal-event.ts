import { z } from 'zod';
import { asOfSchema, replySchema, skipReasonSchema, toolOutcomeSchema } from '../schemas/reply.ts';
import { idSchema } from '../schemas/turn.ts';

const ofTurn = { turnId: idSchema.describe('Turn it happened in.') };

const ofTool = {
  ...ofTurn,
  id: z.string().describe("The model's own call id."),
  name: z.string().describe('Name of the tool.'),
};

/** What an event says besides its type; terminal events carry the reply. */
export const journalEventFields = {
  'turn.accepted': {
    ...ofTurn,
    text: z.string().describe('What the shopper said.'),
    submittedAt: z.string().describe('RFC 3339.'),
    priority: z.literal([1, 2, 3]).optional().describe('1 high, 3 low; absent: normal.'),
  },
  'turn.started': ofTurn,
  'tool.started': {
    ...ofTool,
    arguments: z.record(z.string(), z.unknown()).describe('What the tool is asked, personal data masked.'),
  },
  'tool.finished': {
    ...ofTool,
    outcome: toolOutcomeSchema,
    reason: skipReasonSchema,
    ms: z.number().nonnegative().describe('How long it took, milliseconds.'),
    asOf: asOfSchema,
  },
  'reply.delta': { ...ofTurn, text: z.string().describe('The next piece of the answer, to be appended.') },
  'reply.reset': {
    ...ofTurn,
    reason: z.string().describe('Why the text so far is to be discarded: another model or worker took over.'),
  },
} as const;

const fields = journalEventFields;
const withReply = { ...ofTurn, reply: replySchema };

/** What a client may see happen in a conversation, in the order in which it happens. */
export const journalEventSchema = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('turn.accepted'), ...fields['turn.accepted'] }),
    z.object({ type: z.literal('turn.started'), ...fields['turn.started'] }),
    z.object({ type: z.literal('tool.started'), ...fields['tool.started'] }),
    z.object({ type: z.literal('tool.finished'), ...fields['tool.finished'] }),
    z.object({ type: z.literal('reply.delta'), ...fields['reply.delta'] }),
    z.object({ type: z.literal('reply.reset'), ...fields['reply.reset'] }),
    z.object({ type: z.literal('reply.completed'), ...withReply }),
    z.object({ type: z.literal('reply.failed'), ...withReply }),
  ])
  .meta({ id: 'JournalEvent', description: 'What a client may see happen in a conversation.' });

export type JournalEvent = z.infer<typeof journalEventSchema>;
export type JournalEventType = JournalEvent['type'];

export function isTerminal(event: { readonly type: string }): boolean {
  return event.type === 'reply.completed' || event.type === 'reply.failed';
}
