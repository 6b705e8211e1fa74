import { z } from 'zod';
import { callLineSchema } from '../schemas/call-line.ts';
import { type Reply, replySchema, usageSchema } from '../schemas/reply.ts';
import { idSchema } from '../schemas/turn.ts';
import { binaryRecord, type EventRecord, type PlacedRecord } from './cloud-event.ts';
import { eventSource, eventTypes } from './event-types.ts';
import { readData } from './read-event.ts';
import { topics } from './topics.ts';

/** Data of `com.turnfleet.usage.recorded.v1`. */
export const turnUsageSchema = z
  .object({
    conversationId: idSchema.describe('Conversation of the turn.'),
    turnId: idSchema.describe('Turn the usage is of; should it occur twice, it counts once.'),
    tenant: z.string().describe('Whose shop it was.'),
    userId: z.string().nullable().describe('Id of the shopper upstream, null if not known.'),
    status: replySchema.shape.status,
    model: replySchema.shape.model,
    ...usageSchema.shape,
    calls: z
      .array(callLineSchema)
      .default([])
      .describe('A line for each call. None where the log had no room for them: the sums are right all the same.'),
  })
  .meta({ id: 'TurnUsage', description: 'Tokens and cost of a turn.' });

export type TurnUsage = z.infer<typeof turnUsageSchema>;

interface Payer {
  readonly tenant: string;
  /** Id of the shopper upstream, if known. */
  readonly userId?: string | null | undefined;
}

/** What a turn cost, as a record of `chat.usage`. */
export function encodeUsage(reply: Reply, { tenant, userId = null }: Payer, partition: number): PlacedRecord {
  const { conversationId, turnId, status, model, usage } = reply;
  const { calls = [] } = usage;
  const data: TurnUsage = { conversationId, turnId, tenant, userId, status, model, ...usage, calls };
  const event = {
    id: turnId,
    type: eventTypes.usageRecorded,
    source: eventSource(conversationId, 'usage'),
    data: JSON.stringify(data),
  };
  return { topic: topics.usage, partition, ...binaryRecord(conversationId, event) };
}

/** Reads a record of `chat.usage`; null for one that is none, whatever its bytes. */
export function decodeUsage(record: Pick<EventRecord, 'value' | 'headers'>): TurnUsage | null {
  const data = readData(record);
  return data.ok ? (turnUsageSchema.safeParse(data.value).data ?? null) : null;
}
