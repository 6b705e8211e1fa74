import { z } from 'zod';

const words = z.strictObject({ 'zh-CN': z.string().min(1), en: z.string().min(1) });
const name = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'must be lower case letters, digits and _');
const argument = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);
const withArguments = z.record(z.string(), argument).default({});

const options = z
  .record(z.string(), z.strictObject({ label: words, words: z.array(z.string().min(1)).min(1) }))
  .default({});

const toolSource = z.strictObject({
  name,
  with: withArguments,
  list: z.string().regex(/^[a-z][\w.]*$/, 'must be a path of fields'),
  value: name,
  prefer: z.strictObject({ field: name, has: z.union([z.string(), z.array(z.string()).min(1)]) }).optional(),
  named_by: name.optional(),
  label: words,
  which: words,
  none: words,
  found: words.optional(),
  needs: name.optional(),
  also: options,
});

const slot = z.strictObject({
  type: z.enum(['code', 'quantity', 'place', 'address', 'product', 'time', 'yes_no', 'choice', 'text']),
  from: z
    .array(z.enum(['said', 'profile', 'tool', 'earlier']))
    .min(1)
    .default(['said']),
  prefix: z
    .string()
    .regex(/^[A-Z]{1,8}$/, 'must be capital letters')
    .optional(),
  pattern: z
    .string()
    .max(1_000)
    .refine((text) => isPattern(text), 'must be a regular expression')
    .optional(),
  minimum: z.number().int().optional(),
  maximum: z.number().int().optional(),
  options,
  tool: toolSource.optional(),
  ask: words.optional(),
  wrong: words.optional(),
  otherwise: z.string().optional(),
  personal: z.boolean().default(false),
});

const id = name.optional();
const then = name.optional();
const step = z.union([
  z.strictObject({ id, collect: name, then }),
  z.strictObject({ id, branch: z.string(), cases: z.record(z.string(), name), then }),
  z.strictObject({
    id,
    call: name,
    with: withArguments,
    as: name,
    missing: name.optional(),
    refused: name.optional(),
    then,
  }),
  z.strictObject({
    id,
    effect: name,
    with: withArguments,
    confirm: words.optional(),
    done: words.optional(),
    also_yes: z.array(z.string().min(1)).default([]),
    refused: z.record(z.string(), name).default({}),
    then,
  }),
  z.strictObject({ id, ask_again: z.array(name).min(1), say: words }),
  z.strictObject({ id, say: words, then }),
  z.strictObject({ id, start: name, with: z.record(name, z.string()).default({}) }),
  z.strictObject({ id, hand_over: words }),
]);

/** A flow as its author writes it; docs/guide/flows.md explains it. */
export const flowFileSchema = z.strictObject({
  flow: name,
  title: words,
  intents: z.array(name).default([]),
  leaves: z
    .string()
    .max(500)
    .refine((text) => isPattern(text), 'must be a regular expression')
    .optional(),
  slots: z.record(name, slot).default({}),
  steps: z.array(step).min(1),
});

export type FlowFile = z.infer<typeof flowFileSchema>;
export type StepOfFile = FlowFile['steps'][number];

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'iu').source !== '';
  } catch {
    return false; // which is all there is to know about it
  }
}
