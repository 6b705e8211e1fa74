import { errorKinds } from '@turnfleet/core';
import { z } from 'zod';
import { idSchema } from '../schemas/turn.ts';
import { type EventType, eventTypes } from './event-types.ts';
import { submittedAtHeader } from './first-submitted.ts';
import { replayOfHeader } from './replay.ts';

const trace = {
  traceparent: z.string().describe('W3C trace context.').optional(),
  tracestate: z.string().describe('W3C trace context.').optional(),
};

function cloudEvent<Type extends EventType>(types: readonly [Type, ...Type[]], id: z.ZodType<string, string>) {
  return {
    'content-type': z
      .string()
      .describe('`application/json`; `application/cloudevents+json` for structured mode.')
      .optional(),
    ce_specversion: z.literal('1.0').describe('CloudEvents 1.0, Kafka binding, binary mode.'),
    ce_type: z.enum(types).describe('What happened.'),
    ce_source: z.string().describe('Who tells it, with the conversation (URI reference).'),
    ce_id: id,
  };
}

const instant = z.string().meta({ format: 'date-time' });
const turnId = idSchema.describe('The turn id.');

/** Headers by topic, as text. Of a turn all may be missing: its data says all that is needed. */
export const eventHeaders = {
  turns: z
    .object({
      ...cloudEvent([eventTypes.turnSubmitted, eventTypes.timerDue, eventTypes.agentCommand], turnId),
      ce_time: instant.describe('When it was submitted.').optional(),
      ce_deadline: instant
        .describe('After this instant no answer is wanted; without it 30 s after it was submitted.')
        .optional(),
      ce_priority: z.enum(['1', '2', '3']).describe('1 high, 2 normal (if left out), 3 low.').optional(),
      ce_tenant: z.string().describe('Whose shop it is; goes before the tenant of the data.').optional(),
      [submittedAtHeader]: instant
        .describe('Of a turn that was forwarded to its home: when it was first submitted.')
        .optional(),
      [replayOfHeader]: idSchema.describe('Of a replayed dead letter: the turn that it repeats.').optional(),
      ...trace,
    })
    .partial(),
  replies: z.object({ ...cloudEvent([eventTypes.replyCompleted, eventTypes.replyFailed], turnId), ...trace }),
  conversations: z.object({
    ...cloudEvent(
      [eventTypes.conversationUpdated, eventTypes.conversationForgotten],
      z.string().describe('Names this state.'),
    ),
    ce_generation: z
      .string()
      .describe('Only of a tombstone, as are the next two: the rank of what it ends.')
      .optional(),
    ce_version: z.string().describe('Version of the conversation that it ends.').optional(),
    ce_epoch: z.string().describe('Assignment of the partition in which it was written.').optional(),
  }),
  deadLetters: z
    .looseObject({
      'x-error-kind': z.enum(errorKinds).describe('Why it could not be processed.'),
      'x-error-message': z.string().describe('The same in words, at most 1 KiB.'),
      'x-attempts': z.string().describe('How many times it was tried.'),
      'x-origin': z.string().describe('Where it came from: topic/partition/offset.'),
      'x-abridged': z.literal('true').describe('Only if the original was too large to be kept here.').optional(),
    })
    .describe('Those of the original record, and why it is here.'),
  usage: z.object(cloudEvent([eventTypes.usageRecorded], turnId)),
  shadow: z.object(cloudEvent([eventTypes.shadowCompared], turnId)),
  changes: z.object({
    ...cloudEvent(
      [eventTypes.priceChanged, eventTypes.stockChanged, eventTypes.productChanged],
      z.string().describe('Names the change; the same again is the same change.'),
    ),
    ce_subject: z.string().describe('What changed, as in the data.'),
    ce_time: instant.describe('When it changed, as in the data.'),
    ...trace,
  }),
  events: z.object(
    cloudEvent([eventTypes.dialogueTimedOut], z.string().describe('Names what happened; a repeat has the same.')),
  ),
  handoffs: z.object({
    ...cloudEvent([eventTypes.handoffChanged], z.string().describe('Names the change; a repeat has the same.')),
    ce_time: instant.describe('When it changed, as in the data.'),
  }),
} as const;
