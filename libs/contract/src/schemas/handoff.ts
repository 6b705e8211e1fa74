import { z } from 'zod';
import { idSchema, userSchema } from './turn.ts';

const handoffReasons = [
  'wish',
  'flow',
  'failures',
  'anger',
  'value',
  'level',
  'transferred',
  'agent_gone',
  'escalated',
] as const;

/** What agents may be good at; a handoff asks for one of them. */
export const agentSkills = ['general', 'orders', 'returns', 'complaints'] as const;

/** What happens to a handoff. `withdrawn`: the shopper no longer wants a person. */
export const handoffChanges = [
  'requested',
  'claimed',
  'noted',
  'called',
  'transferred',
  'returned',
  'escalated',
  'handed_back',
  'withdrawn',
] as const;

/** Notes that a handoff keeps, the latest. */
export const mostNotes = 20;
/** Code points of a handoff's summary. */
export const longestSummary = 2_000;

const instant = z.string().meta({ format: 'date-time' });
export const agentIdSchema = z.string().min(1).max(128);

const noteSchema = z
  .object({
    at: instant.describe('RFC 3339.'),
    agent: agentIdSchema.describe('Who wrote it.'),
    text: z.string(),
  })
  .meta({ id: 'HandoffNote', description: 'What an agent wrote for agents. Neither shoppers nor models are told it.' });

/** While a conversation has one, no model and no flow answers in it. */
export const handoffSchema = z
  .object({
    id: idSchema.describe('The turn that asked for a person; names the handoff within its conversation.'),
    tenant: z.string().describe('Whose shop it is.'),
    user: userSchema.optional().describe('The shopper, as far as known: agents call tools on their behalf.'),
    state: z.enum(['waiting', 'claimed']),
    since: instant.describe('RFC 3339: since when it waits, or waited for the agent who has it.'),
    reason: z.enum(handoffReasons).describe('Why it waits, or waited.'),
    summary: z.string().describe('What an agent has to know, personal data masked; at most 2,000 characters.'),
    skill: z.enum(agentSkills).describe('What the agent has to be good at.'),
    locale: z.string().describe('Language of the shopper.'),
    priority: z.literal([1, 2, 3]).describe('1 is served first.'),
    level: z.enum(['regular', 'silver', 'gold']).nullable().describe('Of the shopper; null: not known.'),
    wanted: agentIdSchema
      .nullable()
      .describe('The agent whom another one passed it on to. Others may take it all the same; null: anybody.'),
    agent: agentIdSchema.nullable().describe('Who has it; null while it waits.'),
    agentName: z.string().nullable().describe('The same, as shoppers are told.'),
    claimedAt: instant.nullable().describe('RFC 3339; null while it waits.'),
    moves: z.number().int().nonnegative().describe('Grows by one with every change of hands.'),
    notes: z.array(noteSchema).max(mostNotes).describe('Of agents for agents, oldest first.'),
  })
  .meta({ id: 'Handoff', description: 'A conversation that a person has, or that waits for one.' });

export type HandoffReason = (typeof handoffReasons)[number];
export type HandoffChange = (typeof handoffChanges)[number];
export type AgentSkill = (typeof agentSkills)[number];
export type Handoff = z.infer<typeof handoffSchema>;

/** A handoff as its shopper is told: without what is for agents alone. */
export const toldHandoffSchema = handoffSchema
  .pick({ id: true, state: true, since: true, agentName: true })
  .meta({ id: 'ToldHandoff', description: 'A person has the conversation, or it waits for one.' });

export const toldHandoff = (handoff: Handoff): z.infer<typeof toldHandoffSchema> => toldHandoffSchema.parse(handoff);
