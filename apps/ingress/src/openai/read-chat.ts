import type { SaidBefore } from '@turnfleet/contract/schemas';
import { parsedBody, readOpenAiRequest } from '@turnfleet/model';
import { z } from 'zod';
import { type AskedChat, conversationIn, expectKnown, groupIn, refused, saidLast, sharedFields } from './asked-chat.ts';

interface AskedCompletion extends AskedChat {
  readonly includeUsage: boolean;
}

/** What would make the answer another one than was asked for; docs/guide/openai.md lists them. */
const meaningful = z.looseObject({
  ...sharedFields,
  functions: sharedFields.tools,
  function_call: sharedFields.tool_choice,
  n: z.literal(1, 'must be 1: a turn has one reply').nullish(),
  response_format: z.looseObject({ type: z.literal('text', 'must be text: a shopper reads it') }).nullish(),
  stop: z
    .union([z.array(z.unknown()).max(0), z.literal('')], 'is not possible: an answer ends where it ends')
    .nullish(),
  logprobs: z.literal(false, 'is not possible').nullish(),
  logit_bias: z
    .looseObject({})
    .refine((bias) => Object.keys(bias).length === 0, 'is not possible')
    .nullish(),
  modalities: z.tuple([z.literal('text')], 'must be ["text"]').nullish(),
  audio: refused('is not possible: answers are text'),
  prediction: refused('is not possible'),
  web_search_options: refused('is not possible'),
});

const harmless = [
  ...['messages', 'seed', 'presence_penalty', 'frequency_penalty', 'max_tokens', 'max_completion_tokens'],
  ...['reasoning_effort', 'verbosity'],
];

/** A chat completion as a turn; throws `invalid_request` that names the first parameter in the way. */
export function readChat(body: unknown): AskedCompletion {
  const asked = parsedBody(meaningful, body);
  expectKnown(asked, meaningful.shape, harmless);
  const { model, messages, stream, includeUsage } = readOpenAiRequest({
    ...asked,
    // Neutral, as was seen above; an endpoint of a model would refuse even that.
    ...{ tools: null, functions: undefined, tool_choice: null, stop: null, response_format: null },
  });
  const text = saidLast(messages.at(-1), `messages[${messages.length - 1}]`);
  const context = messages.slice(0, -1).flatMap((message): SaidBefore[] => {
    if (message.role === 'system') return [{ role: 'instructions', text: message.text }];
    return message.role === 'tool' || message.text === '' ? [] : [{ role: message.role, text: message.text }];
  });
  return {
    ...{ text, context, model, group: groupIn(model), stream, includeUsage },
    ...{ user: asked.user ?? null, ...conversationIn(asked.metadata) },
  };
}
