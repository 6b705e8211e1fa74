import { z } from 'zod';
import { strategyNames } from '../routing/strategies.ts';

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be a name: letters, digits, ".", "_" or "-"');
/** YAML reads 0.10 as a number; what people write as a price is decimal either way. */
const decimal = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^\d+(\.\d{1,6})?$/, 'must be a price like 0.42: not negative, at most six decimals'));
const variable = z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'must be the name of an environment variable');
const headers = z.record(z.string(), z.string()).default({});
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day like 09:30');
const share = z.number().min(0).max(1);
const someNames = z.array(z.string().min(1)).min(1);

const endpoint = z.strictObject({
  api: z.enum(['openai', 'anthropic']),
  baseUrl: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }),
  /** Names the variable with the key, so that the file holds none. */
  keyVariable: variable.optional(),
  headers,
  /** Goes with every request, such as Azure's `api-version`. */
  query: headers,
  connections: z.int().min(1).max(10_000).default(1_024),
  requestsPerMinute: z.int().positive().optional(),
  tokensPerMinute: z.int().positive().optional(),
});

const model = z.strictObject({
  /** Endpoints that serve it, each with the name it has there. */
  at: z.record(id, z.string().min(1)).refine((at) => Object.keys(at).length > 0, 'must name an endpoint'),
  usdPerMillionTokens: z.strictObject({ input: decimal, cachedInput: decimal.optional(), output: decimal }),
  contextTokens: z.int().positive(),
  maxOutputTokens: z.int().positive(),
  latency: z.enum(['fast', 'medium', 'slow']),
  strength: z.int().min(1).max(10),
  can: z
    .array(z.enum(['tools', 'parallel_tools', 'forced_tools', 'seed', 'vision']))
    .default(['tools', 'parallel_tools', 'forced_tools', 'seed']),
  request: z
    .strictObject({
      tokenLimit: z.enum(['max_tokens', 'max_completion_tokens']).optional(),
      without: z.array(z.enum(['stream_options', 'temperature', 'seed', 'stop', 'tool_choice'])).optional(),
      thoughtsBack: z.boolean().optional(),
      streaming: z.boolean().optional(),
    })
    .optional(),
  firstByteMs: z.int().positive().optional(),
  stallMs: z.int().positive().optional(),
});

const conditions = z.strictObject({
  complexityAtLeast: share.optional(),
  complexityBelow: share.optional(),
  levels: someNames.optional(),
  tenants: someNames.optional(),
  locales: someNames.optional(),
  channels: someNames.optional(),
  hours: z.strictObject({ from: timeOfDay, until: timeOfDay }).optional(),
  peak: z.boolean().optional(),
  budget: z.enum(['free', 'soft']).optional(),
});

const rule = z.strictObject({
  name: id,
  when: conditions.default({}),
  strategy: z.enum(strategyNames),
  /** Models or groups. */
  use: someNames,
  weights: z.record(z.string(), z.number().min(0)).default({}),
  hedge: z.boolean().default(false),
});

/** Failures that have a chain of their own; what is not named takes that of `unavailable`. */
export const fallbackReasons = ['unavailable', 'context_too_long', 'refused', 'ignored_tool', 'empty_answer'] as const;
export type FallbackReason = (typeof fallbackReasons)[number];

const budget = z.strictObject({
  /** Every tenant by itself where none is named. */
  tenant: z.string().min(1).optional(),
  /** `each`: every user by themself. */
  user: z.enum(['each']).optional(),
  softUsdPerDay: decimal,
  hardUsdPerDay: decimal,
});

const load = z.strictObject({ inFlightRatio: share, queueAgeMs: z.int().nonnegative() });

/** What a `MODELS_FILE` holds, YAML or JSON. docs/guide/models.md explains every field. */
export const catalogueFileSchema = z.strictObject({
  endpoints: z.record(id, endpoint),
  models: z.record(id, model).refine((models) => Object.keys(models).length > 0, 'must have a model'),
  /** Models or other groups under one name. */
  groups: z.record(id, someNames).default({}),
  rules: z.array(rule).min(1),
  fallback: z.partialRecord(z.enum(fallbackReasons), z.array(z.string())).default({}),
  /** How many models one turn may try. */
  maxModelsPerTurn: z.int().min(1).max(10).default(3),
  peak: z.strictObject({ enter: load, leave: load }).optional(),
  budgets: z.array(budget).default([]),
  shadow: z.strictObject({ model: z.string(), share }).optional(),
});

export type CatalogueFile = z.output<typeof catalogueFileSchema>;
