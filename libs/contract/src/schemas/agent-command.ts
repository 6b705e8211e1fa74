import { z } from 'zod';
import { agentIdSchema, agentSkills } from './handoff.ts';
import { idSchema, textSchema } from './turn.ts';

const agentCommandKinds = [
  'claim',
  'say',
  'note',
  'draft',
  'call',
  'transfer',
  'hand_back',
  'return',
  'escalate',
] as const;

const about = {
  conversationId: idSchema,
  commandId: idSchema.describe('Names the command in the ledger: the same id again is the same command.'),
  tenant: z.string().min(1).max(128),
  agent: agentIdSchema.describe('Who gives it, or whom it takes the conversation from.'),
  agentName: z.string().min(1).max(64).describe('As shoppers are told.'),
  handoff: idSchema.describe('The handoff it is about; a command about another one is refused.'),
};

/** Data of `com.turnfleet.agent.command.v1`: what an agent does in a conversation that waits for one, or that they have. */
export const agentCommandSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('claim'), ...about }),
    z.object({ kind: z.literal('say'), ...about, text: textSchema.describe('What the shopper is told.') }),
    z.object({ kind: z.literal('note'), ...about, text: textSchema.describe('Only agents are told.') }),
    z.object({ kind: z.literal('draft'), ...about }),
    z.object({
      kind: z.literal('call'),
      ...about,
      tool: z.string().min(1).max(128).describe("Called as the shopper's model would."),
      arguments: z.record(z.string(), z.unknown()).describe('What it is asked, proto3 JSON.'),
    }),
    z.object({
      kind: z.literal('transfer'),
      ...about,
      to: z.object({ skill: z.enum(agentSkills).optional(), agent: agentIdSchema.optional() }),
      text: textSchema.optional().describe('A note for the next agent.'),
    }),
    z.object({ kind: z.literal('hand_back'), ...about, text: textSchema.optional().describe('What was agreed.') }),
    z.object({ kind: z.literal('return'), ...about, cause: z.enum(['gone', 'sla']).describe('Told by the desk.') }),
    z.object({ kind: z.literal('escalate'), ...about, cause: z.enum(['gone', 'sla']).describe('Told by the desk.') }),
  ])
  .meta({ id: 'AgentCommand', description: 'What an agent does in a conversation.' });

const refusedCommandReasons = ['over', 'taken', 'not_claimed', 'not_yours', 'no_tool', 'no_draft', 'gave_up'] as const;

/** Of the reply that a command ends with. */
export const endedCommandSchema = z
  .object({
    kind: z.enum(agentCommandKinds),
    handoff: idSchema,
    agent: agentIdSchema.describe('Who gave it.'),
    outcome: z.enum(['done', 'refused']),
    reason: z
      .enum(refusedCommandReasons)
      .optional()
      .describe(
        'Why it was refused. `over`: there is no such handoff any more. `taken`: another agent has it. `not_claimed`: nobody has. `not_yours`: another tenant has. `no_tool`: no such tool may be called. `no_draft`: no model could word one, see `error`. `gave_up`: work on it ended its workers.',
      ),
    result: z
      .string()
      .optional()
      .describe(
        'Only agents are told. Of a call: what the tool returned, as JSON, personal data masked; of a draft: its text; of a note: what was noted.',
      ),
    silent: z.boolean().describe('The shopper is not told of it.'),
  })
  .meta({ id: 'EndedCommand', description: 'What a command of an agent came to.' });

export type AgentCommand = z.infer<typeof agentCommandSchema>;
export type EndedCommand = z.infer<typeof endedCommandSchema>;
export type RefusedCommandReason = (typeof refusedCommandReasons)[number];
