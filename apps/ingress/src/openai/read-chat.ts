import { maxTextCodePoints, type SaidBefore } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';
import { invalidField, parsedBody, readOpenAiRequest } from '@turnfleet/model';
import { z } from 'zod';

/** A chat completion as a turn of ours. */
export interface AskedChat {
  readonly text: string;
  /** What the client says was said before, oldest first. */
  readonly context: readonly SaidBefore[];
  /** As the client names it. */
  readonly model: string;
  /** Null: whichever the rules say. */
  readonly group: string | null;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  /** Null: it is a conversation of its own. */
  readonly conversationId: string | null;
  readonly user: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
}

const empty = z.array(z.unknown()).max(0, 'is not possible: the tools are those of the fleet').nullish();
const refused = (why: string) => z.null(why).optional();

/** What would make the answer another one than was asked for; docs/guide/openai.md lists them. */
const meaningful = z.looseObject({
  tools: empty,
  functions: empty,
  tool_choice: z.enum(['none', 'auto'], 'is not possible: the tools are those of the fleet').nullish(),
  function_call: z.enum(['none', 'auto'], 'is not possible: the tools are those of the fleet').nullish(),
  n: z.literal(1, 'must be 1: a turn has one reply').nullish(),
  response_format: z.looseObject({ type: z.literal('text', 'must be text: a shopper reads it') }).nullish(),
  stop: z
    .union([z.array(z.unknown()).max(0), z.literal('')], 'is not possible: an answer ends where it ends')
    .nullish(),
  logprobs: z.literal(false, 'is not possible').nullish(),
  top_logprobs: z.literal(0, 'is not possible').nullish(),
  logit_bias: z
    .looseObject({})
    .refine((bias) => Object.keys(bias).length === 0, 'is not possible')
    .nullish(),
  modalities: z.tuple([z.literal('text')], 'must be ["text"]').nullish(),
  audio: refused('is not possible: answers are text'),
  prediction: refused('is not possible'),
  web_search_options: refused('is not possible'),
  user: z.string().max(128).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
});

/** Changes at most how an answer is worded or kept, which is the fleet's own business: taken and ignored. */
const harmless = [
  ...['model', 'messages', 'stream', 'stream_options', 'temperature', 'top_p', 'seed', 'presence_penalty'],
  ...['frequency_penalty', 'max_tokens', 'max_completion_tokens', 'parallel_tool_calls', 'store', 'service_tier'],
  ...['reasoning_effort', 'verbosity', 'prompt_cache_key', 'prompt_cache_retention', 'safety_identifier'],
];

/** Throws `invalid_request` that names the first parameter in the way. */
export function readChat(body: unknown): AskedChat {
  const asked = parsedBody(meaningful, body);
  const unknown = Object.keys(asked).find((name) => !harmless.includes(name) && !Object.hasOwn(meaningful.shape, name));
  if (unknown !== undefined) throw invalidField(unknown, 'is not known here.');
  const { model, messages, stream, includeUsage } = readOpenAiRequest({
    ...asked,
    // Neutral, as was seen above; an endpoint of a model would refuse even that.
    ...{ tools: null, functions: undefined, tool_choice: null, stop: null },
  });
  const last = messages.at(-1);
  const place = `messages[${messages.length - 1}]`;
  if (last?.role !== 'user') throw invalidField(place, 'must be of the user: a turn answers what somebody said.');
  const { metadata, user } = asked;
  const { conversation_id: conversation, ...others } = metadata ?? {};
  if (conversation !== undefined && typeof conversation !== 'string')
    throw invalidField('metadata.conversation_id', 'must be a text.');
  if (last.text.trim() === '') throw invalidField(place, 'must say something.');
  if ([...last.text].length > maxTextCodePoints) throw tooLong(place);
  const context = messages.slice(0, -1).flatMap((message): SaidBefore[] => {
    if (message.role === 'system') return [{ role: 'instructions', text: message.text }];
    return message.role === 'tool' || message.text === '' ? [] : [{ role: message.role, text: message.text }];
  });
  return {
    ...{ text: last.text, context, model, group: groupIn(model), stream, includeUsage },
    ...{ conversationId: conversation ?? null, user: user ?? null, metadata: others },
  };
}

export const modelName = 'turnfleet';

/** `turnfleet` and `turnfleet/GROUP`. */
function groupIn(model: string): string | null {
  if (model === modelName) return null;
  if (model.startsWith(`${modelName}/`)) return model.slice(modelName.length + 1);
  throw noModel(model);
}

export function noModel(name: string): TurnfleetError {
  return new TurnfleetError(
    'not_found',
    `The model "${name}" does not exist here: GET /v1/models lists those that do.`,
    {
      resource: { type: 'model', name },
      violations: [{ field: 'model', description: 'does not exist' }],
    },
  );
}

function tooLong(field: string): TurnfleetError {
  const message = `${field}: a message has at most ${maxTextCodePoints} characters.`;
  return new TurnfleetError('context_too_long', message, { violations: [{ field, description: 'is too long' }] });
}
