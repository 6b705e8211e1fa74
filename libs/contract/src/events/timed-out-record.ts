import { z } from 'zod';
import { timerKindSchema } from '../schemas/armed-timer.ts';
import { idSchema } from '../schemas/turn.ts';
import { binaryRecord, type EventRecord, type PlacedRecord } from './cloud-event.ts';
import { eventSource, eventTypes } from './event-types.ts';
import { readData } from './read-event.ts';
import { topics } from './topics.ts';

/** Data of `com.turnfleet.dialogue.timed_out.v1`. */
export const timedOutSchema = z
  .object({
    conversationId: idSchema.describe('Conversation whose dialogue has ended.'),
    turnId: idSchema.describe('Names the timer; its reply in `chat.replies` has what the shopper was told.'),
    kind: timerKindSchema.describe('Which time ran out.'),
    dueAt: z.string().meta({ format: 'date-time' }).describe('RFC 3339: when it ran out.'),
    version: z.number().int().positive().describe('Of the conversation after it.'),
    text: z.string().describe('What the shopper was told.'),
    locale: z.string().describe('Language of the text.'),
  })
  .meta({ id: 'TimedOut', description: 'A dialogue that ended by itself, as nobody wrote.' });

export type TimedOut = z.infer<typeof timedOutSchema>;

export function encodeTimedOut(timedOut: TimedOut, partition: number): PlacedRecord {
  const { conversationId, turnId } = timedOut;
  const event = {
    id: turnId,
    type: eventTypes.dialogueTimedOut,
    source: eventSource(conversationId, 'events'),
    data: JSON.stringify(timedOut),
  };
  return { topic: topics.events, partition, ...binaryRecord(conversationId, event) };
}

/** Reads a record of `chat.events`; null for one that is none, whatever its bytes. */
export function decodeTimedOut(record: Pick<EventRecord, 'value' | 'headers'>): TimedOut | null {
  const data = readData(record);
  return data.ok ? (timedOutSchema.safeParse(data.value).data ?? null) : null;
}
