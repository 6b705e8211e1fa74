import { z } from 'zod';
import { handoffChanges, handoffSchema } from '../schemas/handoff.ts';
import { idSchema } from '../schemas/turn.ts';
import { binaryRecord, type EventRecord, type PlacedRecord } from './cloud-event.ts';
import { eventSource, eventTypes } from './event-types.ts';
import { readData } from './read-event.ts';
import { topics } from './topics.ts';

/** Data of `com.turnfleet.handoff.changed.v1`. */
export const handoffChangedSchema = z
  .object({
    conversationId: idSchema,
    turnId: idSchema.describe('The turn or command that changed it; its reply is in `chat.replies`.'),
    tenant: z.string(),
    handoffId: idSchema,
    change: z.enum(handoffChanges),
    at: z.string().meta({ format: 'date-time' }).describe('RFC 3339.'),
    version: z.number().int().positive().describe('Of the conversation after it.'),
    agent: z.string().nullable().describe('Who did it; null: no agent.'),
    text: z.string().optional().describe('Of a note what it says, of one handed back what was agreed.'),
    handoff: handoffSchema.omit({ notes: true }).nullable().describe('As it is after the change; null: it has ended.'),
  })
  .meta({ id: 'HandoffChanged', description: 'A conversation waits for a person, or changed hands.' });

export type HandoffChanged = z.infer<typeof handoffChangedSchema>;

export function encodeHandoffChanged(changed: HandoffChanged, partition: number): PlacedRecord {
  const { conversationId, turnId, change } = changed;
  const event = {
    id: `${turnId}~${change}`,
    type: eventTypes.handoffChanged,
    source: eventSource(conversationId, 'handoffs'),
    time: changed.at,
    data: JSON.stringify(changed),
  };
  return { topic: topics.handoffs, partition, ...binaryRecord(conversationId, event) };
}

/** Reads a record of `chat.handoffs`; null for one that is none, whatever its bytes. */
export function decodeHandoffChanged(record: Pick<EventRecord, 'value' | 'headers'>): HandoffChanged | null {
  const data = readData(record);
  return data.ok ? (handoffChangedSchema.safeParse(data.value).data ?? null) : null;
}
