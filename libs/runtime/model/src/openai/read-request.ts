import { z } from 'zod';
import type { ModelMessage, ToolChoice } from '../model-client.ts';
import { invalidField, parsedBody } from '../reading/parsed-body.ts';
import type { AskedOfModel } from '../wire.ts';

const textPart = z.looseObject({ type: z.literal('text', 'only text is understood here'), text: z.string() });
const content = z.union([z.string(), z.array(textPart)], 'must be a text or a list of text parts');
const toolCall = z.looseObject({
  id: z.string().min(1),
  type: z.literal('function'),
  function: z.looseObject({ name: z.string(), arguments: z.string() }),
});

const message = z.discriminatedUnion('role', [
  z.looseObject({ role: z.enum(['system', 'developer']), content }),
  z.looseObject({ role: z.literal('user'), content }),
  z.looseObject({ role: z.literal('assistant'), content: content.nullish(), tool_calls: z.array(toolCall).nullish() }),
  z.looseObject({ role: z.literal('tool'), content, tool_call_id: z.string() }),
]);

const tool = z.looseObject({
  type: z.literal('function'),
  function: z.looseObject({
    name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/, 'must be 1-64 of a-z, A-Z, 0-9, _ and -'),
    description: z.string().nullish(),
    parameters: z.record(z.string(), z.unknown()).nullish(),
  }),
});

const toolChoice = z.union(
  [
    z.enum(['none', 'auto', 'required']),
    z.looseObject({ type: z.literal('function'), function: z.looseObject({ name: z.string() }) }),
  ],
  "must be 'none', 'auto', 'required' or a function by name",
);

const request = z.looseObject({
  model: z.string(),
  messages: z.array(message).min(1, 'must hold at least one message'),
  tools: z.array(tool).max(128).nullish(),
  tool_choice: toolChoice.nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  seed: z.int().nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
  n: z.literal(1, 'only one choice is made here').nullish(),
  response_format: z.looseObject({ type: z.literal('text', 'only text is written here') }).nullish(),
  functions: z.undefined('is outdated; offer tools instead').optional(),
});

/** Body of a `POST /chat/completions`; fails with `invalid_request` that names the first field in the way. */
export function readOpenAiRequest(body: unknown): AskedOfModel {
  const asked = parsedBody(request, body);
  const tools = (asked.tools ?? []).map((offered) => ({
    name: offered.function.name,
    description: offered.function.description ?? '',
    parameters: offered.function.parameters ?? {},
  }));
  if (asked.stream_options && !asked.stream)
    throw invalidField('stream_options', "is only allowed when 'stream' is on.");
  return {
    model: asked.model,
    messages: asked.messages.map(neutral),
    tools,
    toolChoice: choice(asked.tool_choice),
    parallelToolCalls: asked.parallel_tool_calls ?? true,
    maxOutputTokens: asked.max_completion_tokens ?? asked.max_tokens ?? null,
    seed: asked.seed ?? null,
    temperature: asked.temperature ?? null,
    stop: [asked.stop ?? []].flat(),
    stream: asked.stream ?? false,
    includeUsage: asked.stream_options?.include_usage ?? false,
  };
}

function choice(given: z.output<typeof toolChoice> | null | undefined): ToolChoice {
  if (!given) return 'auto';
  return typeof given === 'string' ? given : { name: given.function.name };
}

function neutral(given: z.output<typeof message>): ModelMessage {
  switch (given.role) {
    case 'system':
    case 'developer':
      return { role: 'system', text: plain(given.content) };
    case 'user':
      return { role: 'user', text: plain(given.content) };
    case 'tool':
      return { role: 'tool', callId: given.tool_call_id, content: plain(given.content) };
    case 'assistant': {
      const toolCalls = (given.tool_calls ?? []).map((call) => ({
        id: call.id,
        name: call.function.name,
        arguments: call.function.arguments,
      }));
      return { role: 'assistant', text: plain(given.content ?? ''), toolCalls };
    }
  }
}

function plain(given: z.output<typeof content>): string {
  return typeof given === 'string' ? given : given.map(({ text }) => text).join('\n');
}
