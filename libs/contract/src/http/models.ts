import { z } from 'zod';

const sentence = z.string().nullable();

/** A model at one of its endpoints, over all workers. */
const deploymentSchema = z.object({
  model: z.string(),
  endpoint: z.string(),
  /** As most workers have it. */
  breaker: z.enum(['closed', 'half_open', 'open']),
  openAt: z.int().describe('Workers whose breaker is not closed.'),
  inFlight: z.int(),
  successes: z.number().describe('Calls that went well of late; older ones fade.'),
  failures: z.number(),
  firstTokenMs: z.number().nullable().describe('Mean over the workers that measured it.'),
  firstTokenP95Ms: z.number().nullable().describe('The slowest worker’s.'),
  unusable: sentence.describe('Why no worker can ask it; null if one can.'),
  limitedForMs: z.number().nullable().describe('The longest that the endpoint asked a worker to leave it alone.'),
});

/** An endpoint that takes so much in a minute, over all workers. */
const limitSchema = z.object({
  endpoint: z.string(),
  requestsPerMinute: z.int().nullable(),
  tokensPerMinute: z.int().nullable(),
  requests: z.int().describe('Used in the last minute.'),
  tokens: z.int(),
  held: sentence.describe('Which limit is reached; null if there is room.'),
  heldForMs: z.number().nullable(),
});

/** `GET /v1/operate/models`. */
export const modelsSchema = z.object({
  workers: z.int(),
  otherCatalogues: z.int().describe('Workers that go by another catalogue than the one shown.'),
  problems: z.array(z.string()).describe('What keeps an edit of the catalogue from holding.'),
  models: z.array(
    z.object({
      id: z.string(),
      endpoints: z.array(z.string()),
      usdPerMillionTokens: z.object({ input: z.string(), cachedInput: z.string().optional(), output: z.string() }),
      contextTokens: z.int(),
      maxOutputTokens: z.int(),
      strength: z.int(),
      latency: z.string(),
      can: z.array(z.string()).describe('Of `tools parallel_tools forced_tools seed vision`.'),
    }),
  ),
  rules: z.array(
    z.object({
      name: z.string(),
      when: z.record(z.string(), z.unknown()),
      strategy: z.string(),
      models: z.array(z.string()),
      chosen: sentence.describe('The model that an operator put in front of it.'),
    }),
  ),
  choices: z.record(z.string(), z.string()).describe('Model by rule; `*` is every rule.'),
  deployments: z.array(deploymentSchema),
  limits: z.array(limitSchema),
});
export type Models = z.infer<typeof modelsSchema>;

export const ruleParamsSchema = z.object({
  rule: z.string().min(1).max(64).describe('Name of a rule, `*` for every.'),
});
export const chooseSchema = z.strictObject({ model: z.string().min(1).max(64) });
/** What holds now; `model` null: as the rules say. */
export const choiceSchema = z.object({ rule: z.string(), model: sentence });

/** `POST /v1/operate/models/explain`. */
export const explainSchema = z.strictObject({
  text: z.string().min(1).max(20_000),
  level: z.string().optional(),
  tenant: z.string().optional(),
  locale: z.string().optional(),
  channel: z.string().optional(),
});

export const explanationSchema = z.object({
  complexity: z.object({ score: z.number(), reasons: z.array(z.string()) }),
  peak: z.boolean(),
  rules: z.array(z.object({ name: z.string(), why: sentence.describe('Why it does not match; null if it does.') })),
  rule: z.string(),
  strategy: z.string(),
  chosen: sentence,
  candidates: z.array(
    z.object({
      model: z.string(),
      endpoint: z.string(),
      score: z.number().nullable().describe('The lowest wins; null if it may not be asked.'),
      figures: z.string().describe('What the score is made of.'),
      lost: sentence.describe('Why it is not the one; null if it is.'),
    }),
  ),
});
export type Explanation = z.infer<typeof explanationSchema>;
