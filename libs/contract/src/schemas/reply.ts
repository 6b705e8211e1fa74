import { errorKinds } from '@turnfleet/core';
import { z } from 'zod';
import { endedCommandSchema } from './agent-command.ts';
import { callLineSchema } from './call-line.ts';
import { dialogueStates, slotsSchema } from './dialogue.ts';
import { agentIdSchema, handoffChanges } from './handoff.ts';
import { idSchema, localeSchema } from './turn.ts';

export const toolOutcomes = ['ok', 'cached', 'stale', 'not_found', 'timeout', 'failed', 'rejected', 'skipped'] as const;
export type ToolOutcome = (typeof toolOutcomes)[number];

const tokens = z.number().int().nonnegative();
const milliseconds = z.number().nonnegative();

export const toolOutcomeSchema = z
  .enum(toolOutcomes)
  .describe(
    '`cached`: from an earlier call. `stale`: the same, older than the tool is asked for anew. `rejected`: the arguments did not fit, the shopper may not use the tool, or what is there does not allow it. `skipped`: not called, or held until the shopper confirms.',
  );

export const asOfSchema = z
  .string()
  .optional()
  .describe('RFC 3339: when what the tool returned was asked for. Left out where it returned nothing.');

export const skipReasonSchema = z
  .enum(['load'])
  .optional()
  .describe('Why it was skipped. `load`: the fleet is busy. Left out: it would repeat another, or waits for a yes.');

export const toolCallRecordSchema = z
  .object({
    id: z.string().describe("The model's own call id."),
    name: z.string().describe('Name of the tool.'),
    arguments: z.record(z.string(), z.unknown()).describe('What the tool was asked, personal data masked.'),
    outcome: toolOutcomeSchema,
    ms: milliseconds.describe('How long it took, milliseconds.'),
    asOf: asOfSchema,
    reason: skipReasonSchema,
  })
  .meta({ id: 'ToolCall', description: 'One call of a tool.' });

const replyErrorSchema = z
  .object({
    kind: z.enum(errorKinds).describe('One of a closed set.'),
    message: z.string().describe('What happened and what it means, for programmers.'),
    suggestion: z.string().describe('What to do.'),
    retryable: z.boolean().describe('Whether the same text, sent as a new turn, may succeed.'),
  })
  .meta({ id: 'ReplyError', description: 'Why a turn failed.' });

export const usageSchema = z
  .object({
    inputTokens: tokens.describe('Tokens the models read.'),
    outputTokens: tokens.describe('Tokens the models wrote.'),
    costUsd: z.number().nonnegative().describe('What they cost, US dollars.'),
    calls: z
      .array(callLineSchema)
      .optional()
      .describe('A line for each call. In `chat.replies` and `chat.usage` only: clients of the ingress are not told.'),
  })
  .meta({ id: 'Usage', description: 'What a turn used, over all its model calls but those that were only compared.' });

const timingsSchema = z
  .object({
    queuedMs: milliseconds.describe('From the record to the start of work.'),
    firstTokenMs: milliseconds.describe('From the record to the first text; 0 if there was none.'),
    totalMs: milliseconds.describe('From the record to the reply.'),
  })
  .meta({ id: 'Timings', description: 'Where the time went, milliseconds.' });

const sentences = z.number().int().nonnegative();

const groundingSchema = z
  .object({
    checked: sentences.describe('Sentences that stated a figure and were looked at.'),
    held: sentences.describe('Of those, the ones held back because no tool result supports a figure in them.'),
    replaced: sentences.describe(
      'Of those, the ones that stayed unsupported after a correction: an honest one stands there.',
    ),
  })
  .meta({ id: 'Grounding', description: 'How the figures of an answer were checked against what tools returned.' });

/** Data of `com.turnfleet.reply.completed.v1` and `.failed.v1`: every field is always there. */
export const replySchema = z
  .object({
    conversationId: idSchema.describe('Conversation of the turn.'),
    turnId: idSchema.describe('Turn that this is the one reply of.'),
    status: z
      .enum(['completed', 'degraded', 'failed'])
      .describe('`degraded`: answered honestly without something that was unavailable.'),
    text: z
      .string()
      .describe(
        'The answer; of a failed turn, words fit to show to the shopper. Empty where `answeredBy` has the answer.',
      ),
    locale: localeSchema,
    model: z.string().describe('Id of the model that answered; empty if none did.'),
    toolCalls: z.array(toolCallRecordSchema).describe('In the order in which the model asked for them.'),
    suggestions: z.array(z.string()).describe('What the shopper may want to ask next.'),
    sources: z.array(z.string()).describe('Documents the answer rests on.'),
    grounding: groundingSchema,
    usage: usageSchema,
    timings: timingsSchema,
    traceId: z.string().describe('Trace of the turn (W3C, 32 hexadecimal digits); empty if it was not traced.'),
    version: z.number().int().positive().describe('Grows by one per ended turn of the conversation.'),
    answeredBy: idSchema
      .nullable()
      .describe('The later turn that carries the answer when turns were answered together, else null.'),
    intent: z
      .string()
      .nullable()
      .optional()
      .describe('What the message was taken to want, e.g. `cancel_order`; null: nobody asked. Older replies lack it.'),
    confidence: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('Of the intent: of a hundred with 0.9 about ninety are right. Absent with no intent.'),
    slots: slotsSchema.optional().describe('What the flow of this turn knows; absent if none ran.'),
    state: z
      .enum(dialogueStates)
      .optional()
      .describe('Where the dialogue stands after the turn. Older replies lack it.'),
    agent: z
      .object({ id: agentIdSchema, name: z.string().describe('As the shopper is told.') })
      .optional()
      .describe('Who said it, where a person did.'),
    command: endedCommandSchema.optional().describe('Of a command of an agent: what it came to.'),
    handoff: z
      .object({ id: idSchema, change: z.enum(handoffChanges) })
      .optional()
      .describe('What this turn did to the handoff of its conversation.'),
    toAgent: z
      .literal(true)
      .optional()
      .describe('A person has the conversation: they were told what the shopper said, and nothing answered it.'),
    error: replyErrorSchema.optional().describe('Why it failed; only when `status` is `failed`.'),
  })
  .meta({
    id: 'Reply',
    description: 'The one terminal outcome of a turn.',
    examples: [
      {
        conversationId: 'c-81',
        turnId: '01JDYQ9V6ZK3W8M5T2R7X4N1HB',
        status: 'completed',
        text: 'SKU-2024-888 在上海有货，共 128 件。',
        locale: 'zh-CN',
        model: 'deepseek-v3.2',
        toolCalls: [
          {
            id: 'call_1',
            name: 'check_inventory',
            arguments: { sku: 'SKU-2024-888', city: '上海' },
            outcome: 'ok',
            ms: 4,
            asOf: '2026-01-05T02:00:00.000Z',
          },
        ],
        suggestions: [],
        sources: [],
        grounding: { checked: 1, held: 0, replaced: 0 },
        usage: { inputTokens: 412, outputTokens: 63, costUsd: 0.0000677 },
        timings: { queuedMs: 2, firstTokenMs: 31, totalMs: 58 },
        traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
        version: 3,
        answeredBy: null,
      },
    ],
  });

export type ToolCallRecord = z.infer<typeof toolCallRecordSchema>;
export type ReplyError = z.infer<typeof replyErrorSchema>;
export type Grounding = z.infer<typeof groundingSchema>;
export type Reply = z.infer<typeof replySchema>;

/** The reply as clients and later turns know it: without what each of its calls cost. */
export function toldReply(reply: Reply): Reply {
  if (!reply.usage.calls) return reply;
  const { inputTokens, outputTokens, costUsd } = reply.usage;
  return { ...reply, usage: { inputTokens, outputTokens, costUsd } };
}

/** Of a reply in which nothing was checked. */
export const nothingChecked: Grounding = { checked: 0, held: 0, replaced: 0 };
