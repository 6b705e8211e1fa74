import { dialogueStates } from '@turnfleet/contract/schemas';
import { z } from 'zod';

const result = z.record(z.string(), z.unknown());

/** A tool as a rehearsal plays it; of several for one tool the first whose `when` fits. */
const part = z.strictObject({
  tool: z.string(),
  when: z.record(z.string(), z.unknown()).optional(),
  gives: result.optional(),
  /** In the tool's own words: the question of one with an effect, or what it came to. */
  asks: z.string().optional(),
  told: z.string().optional(),
  /** It has its effect without a yes. */
  at_once: z.literal(true).optional(),
  /** It is not there; with what the tool says of that. */
  missing: z.union([z.literal(true), result]).optional(),
  refused: z.string().optional(),
  failed: z.string().optional(),
});

const texts = z.union([z.string(), z.array(z.string())]).transform((one) => [one].flat());

const expected = z.strictObject({
  state: z.enum(dialogueStates).optional(),
  /** That runs after the turn; `none`: none. */
  flow: z.string().optional(),
  /** All of these stand in what is said. */
  says: texts.optional(),
  never: texts.optional(),
  slots: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  /** The effect that was had, as `tool(value, value)`; `none`: none. */
  effect: z.string().optional(),
  /** The model is asked. */
  model: z.boolean().optional(),
});

/** Rehearsals of conversations, as their author writes them. */
export const rehearsalFileSchema = z.strictObject({
  /** RFC 3339. */
  now: z.string().default('2026-03-04T10:00:00+08:00'),
  tools: z.array(part).default([]),
  conversations: z
    .array(
      z.strictObject({
        name: z.string(),
        locale: z.string().default('zh-CN'),
        profile: z.record(z.string(), z.string()).default({}),
        tools: z.array(part).default([]),
        turns: z.array(z.strictObject({ say: z.string(), expect: expected.default({}) })).min(1),
      }),
    )
    .min(1),
});

type RehearsalFile = z.infer<typeof rehearsalFileSchema>;
export type Rehearsed = RehearsalFile['conversations'][number];
export type ToolPart = z.infer<typeof part>;
export type Expected = z.infer<typeof expected>;
