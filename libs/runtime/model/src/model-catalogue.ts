import { z } from 'zod';

const usdPerMillionTokens = z.number().nonnegative();

export const modelEntrySchema = z.strictObject({
  /** The name Turnfleet uses: in requests, replies, cost and telemetry. */
  id: z.string().min(1),
  /** The name its endpoint knows it by. */
  name: z.string().min(1),
  /** The protocol it speaks, and with it which of the two configured endpoints serves it. */
  api: z.enum(['openai', 'anthropic']),
  inputUsdPerMTok: usdPerMillionTokens,
  outputUsdPerMTok: usdPerMillionTokens,
  /** Tokens of prompt and answer together. */
  contextTokens: z.int().positive(),
  maxOutputTokens: z.int().positive(),
  latency: z.enum(['fast', 'medium', 'slow']),
  /** How its endpoint wants requests. What is left out is as most take it, or learnt from what it refuses. */
  request: z
    .strictObject({
      tokenLimit: z.enum(['max_tokens', 'max_completion_tokens']).optional(),
      without: z.array(z.enum(['stream_options', 'temperature', 'seed', 'stop', 'tool_choice'])).optional(),
      thoughtsBack: z.boolean().optional(),
      streaming: z.boolean().optional(),
    })
    .optional(),
  /** Longest wait for the head of an answer and for each further part of it; half of the turn's time if not given. */
  firstByteMs: z.int().positive().optional(),
  stallMs: z.int().positive().optional(),
});

export type ModelEntry = z.infer<typeof modelEntrySchema>;

const catalogueSchema = z
  .strictObject({ models: z.array(modelEntrySchema).min(1) })
  .superRefine(({ models }, context) => {
    models.forEach(({ id }, index) => {
      if (models.findIndex((other) => other.id === id) === index) return;
      context.addIssue({ code: 'custom', path: ['models', index, 'id'], message: `"${id}" is there twice` });
    });
  });

export type ParsedCatalogue =
  | { readonly ok: true; readonly value: readonly ModelEntry[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads the text of a `MODELS_FILE`: JSON `{"models": [ModelEntry, …]}`. Every problem is listed, one sentence each. */
export function parseModelCatalogue(text: string): ParsedCatalogue {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { ok: false, problems: [`is not JSON: ${error instanceof Error ? error.message : String(error)}`] };
  }
  const parsed = catalogueSchema.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data.models };
  return { ok: false, problems: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) };
}

/** List prices in US dollars per million tokens. */
export const builtInModels: readonly ModelEntry[] = [
  {
    id: 'deepseek-v3.2',
    name: 'deepseek-v3.2',
    api: 'openai',
    inputUsdPerMTok: 0.1,
    outputUsdPerMTok: 0.42,
    contextTokens: 128_000,
    maxOutputTokens: 8_192,
    latency: 'medium',
  },
  {
    id: 'gemini-2.5-flash',
    name: 'gemini-2.5-flash',
    api: 'openai',
    inputUsdPerMTok: 0.3,
    outputUsdPerMTok: 2.5,
    contextTokens: 1_048_576,
    maxOutputTokens: 65_536,
    latency: 'fast',
  },
  {
    id: 'gpt-4.1',
    name: 'gpt-4.1',
    api: 'openai',
    inputUsdPerMTok: 2.5,
    outputUsdPerMTok: 8,
    contextTokens: 1_047_576,
    maxOutputTokens: 32_768,
    latency: 'medium',
  },
  {
    id: 'claude-sonnet-4.5',
    name: 'claude-sonnet-4-5',
    api: 'anthropic',
    inputUsdPerMTok: 3,
    outputUsdPerMTok: 15,
    contextTokens: 200_000,
    maxOutputTokens: 64_000,
    latency: 'slow',
  },
];
