import { z } from 'zod';

export const dialogueStates = [
  'init',
  'greeting',
  'intent_recognition',
  'slot_filling',
  'confirmation',
  'execution',
  'completion',
  'error',
  'transfer',
] as const;

/** What may happen to a dialogue; libs/runtime/dialogue says what follows from it. */
export const dialogueEvents = [
  'greeting',
  'query',
  'recognised',
  'unclear',
  'none',
  'slots_complete',
  'slots_incomplete',
  'confirm',
  'modify',
  'cancel',
  'success',
  'failed',
  'need_human',
  'retry',
  'give_up',
  'timeout',
  'handed_back',
] as const;

const slotSources = ['said', 'profile', 'tool', 'earlier'] as const;

export const transitionSchema = z
  .object({
    at: z.string().describe('RFC 3339.'),
    event: z.enum(dialogueEvents).describe('What happened.'),
    from: z.enum(dialogueStates),
    to: z.enum(dialogueStates),
    changed: z.array(z.string()).describe('Names of the slots that got another value with it.'),
  })
  .meta({ id: 'Transition', description: 'A step of a dialogue from one state to the next.' });

const slotSchema = z
  .object({
    value: z.union([z.string(), z.number()]),
    from: z.enum(slotSources).describe('Where it was taken from: this dialogue, the profile, a tool, or turns before.'),
    personal: z.boolean().optional().describe('It tells of a person: where it is shown, a mask stands in its place.'),
  })
  .meta({ id: 'Slot', description: 'What a flow has to know, and knows.' });

export const slotsSchema = z.record(z.string(), slotSchema);

const frameSchema = z
  .object({
    flow: z.string().describe('Name of the flow.'),
    version: z.string().describe('Digest of its text.'),
    text: z.string().describe('Its text, deflated, in base64: the dialogue ends on the version that it began with.'),
    step: z.string().describe('Step that comes next.'),
    slots: slotsSchema,
    found: z.record(z.string(), z.unknown()).describe('Of what tools returned, that which the flow speaks of.'),
    asked: z.string().nullable().describe('Slot that the shopper was asked for; null: none.'),
    options: z
      .array(z.object({ value: z.string(), label: z.string() }))
      .describe('Among which the shopper was asked to choose.'),
    excluded: z.array(z.string()).describe('What the shopper said they do not mean.'),
    had: z.array(z.string()).optional().describe('Tools whose effect it had: it has none of them again.'),
    refused: z.number().int().optional().describe('Answers in a row that were understood and led nowhere.'),
    failed: z.number().int().nonnegative().describe('Questions in a row to which there was no answer.'),
  })
  .meta({ id: 'RunningFlow', description: 'A flow that has begun and not ended.' });

export const dialogueSchema = z
  .object({
    flows: z.array(frameSchema).describe('That have not ended; the last one runs, the others wait for its end.'),
    waiting: z
      .array(z.object({ flow: z.string(), text: z.string() }))
      .describe('Flows that come next, by name, and the words in which they were asked for.'),
    offered: z
      .enum(['person', 'flow', 'nothing'])
      .describe(
        'What the shopper was offered: a person, after questions they could not answer, or one of the flows that wait.',
      ),
    saved: z
      .array(frameSchema)
      .optional()
      .describe('That had begun when the dialogue ran out of time: the shopper may come back to them.'),
    history: z.array(transitionSchema).describe('The latest transitions, oldest first.'),
  })
  .meta({ id: 'Dialogue', description: 'What flows keep of a conversation.' });

export type SlotSource = (typeof slotSources)[number];
export type DialogueState = (typeof dialogueStates)[number];
export type DialogueEvent = (typeof dialogueEvents)[number];
export type Transition = z.infer<typeof transitionSchema>;
export type SlotValue = z.infer<typeof slotSchema>;
export type RunningFlow = z.infer<typeof frameSchema>;
export type Dialogue = z.infer<typeof dialogueSchema>;

export const noDialogue: Dialogue = { flows: [], waiting: [], offered: 'nothing', history: [] };

/** Slots as readers are told them: what tells of a person is masked. */
export const toldSlots = (slots: RunningFlow['slots']): RunningFlow['slots'] =>
  Object.fromEntries(
    Object.entries(slots).map(([name, slot]) => [name, slot.personal ? { ...slot, value: '***' } : slot]),
  );
