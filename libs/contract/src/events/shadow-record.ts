import { z } from 'zod';
import { idSchema } from '../schemas/turn.ts';
import { binaryRecord, type EventRecord, type PlacedRecord } from './cloud-event.ts';
import { eventSource, eventTypes } from './event-types.ts';
import { readData } from './read-event.ts';
import { topics } from './topics.ts';

const names = z.array(z.string());

/** How one step of the candidate compares with that of the model that answered. */
const shadowStepSchema = z
  .object({
    result: z
      .enum(['same', 'arguments', 'others', 'failed', 'late', 'skipped'])
      .describe(
        '`same`: the same tools with the same arguments, or none by both. `arguments`: the same tools, other arguments. `others`: other tools. `failed`: it could not answer. `late`: the turn did not wait for it. `skipped`: its endpoint had no room.',
      ),
    answered: names.describe('Tools that the answering model called.'),
    candidate: names.describe('Tools that the candidate would have called; none was.'),
    differing: names.describe('`tool.argument` of those that differ. Their values are in no record.'),
  })
  .meta({ id: 'ShadowStep', description: 'One step of a turn, by two models.' });

/** Data of `com.turnfleet.shadow.compared.v1`. */
export const shadowSchema = z
  .object({
    conversationId: idSchema.describe('Conversation of the turn.'),
    turnId: idSchema.describe('Turn that was compared; of several records of one turn the last counts.'),
    tenant: z.string().describe('Whose shop it was.'),
    at: z.string().describe('When the turn was answered: RFC 3339.'),
    model: z.string().describe('Id of the model that answered.'),
    candidate: z.string().describe('Id of the model that was asked the same, unseen.'),
    endpoint: z.string().describe('Where the candidate was asked.'),
    steps: z
      .array(shadowStepSchema)
      .describe('Each was asked with what the answering model had called and read before.'),
    figures: z
      .object({
        both: names.describe('Numbers that both state.'),
        onlyAnswered: names.describe('Stated in the answer only.'),
        onlyCandidate: names.describe('Stated by the candidate only.'),
      })
      .nullable()
      .describe(
        'Numbers in the text of the last step, without codes such as SKUs; null where the candidate said none.',
      ),
  })
  .meta({
    id: 'Shadow',
    description:
      'A turn as another model would have answered it. What that cost is in `chat.usage`, as calls with why `shadow`.',
  });

export type ShadowStep = z.infer<typeof shadowStepSchema>;
export type Shadow = z.infer<typeof shadowSchema>;

export function encodeShadow(shadow: Shadow, partition: number): PlacedRecord {
  const event = {
    id: shadow.turnId,
    type: eventTypes.shadowCompared,
    source: eventSource(shadow.conversationId, 'shadow'),
    data: JSON.stringify(shadow),
  };
  return { topic: topics.shadow, partition, ...binaryRecord(shadow.conversationId, event) };
}

/** Reads a record of `chat.shadow`; null for one that is none, whatever its bytes. */
export function decodeShadow(record: Pick<EventRecord, 'value' | 'headers'>): Shadow | null {
  const data = readData(record);
  return data.ok ? (shadowSchema.safeParse(data.value).data ?? null) : null;
}
