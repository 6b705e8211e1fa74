import { z } from 'zod';
import type { ModelMessage, ToolChoice } from '../model-client.ts';
import { parsedBody } from '../reading/parsed-body.ts';
import type { AskedOfModel } from '../wire.ts';

const textBlock = z.looseObject({ type: z.literal('text'), text: z.string() });
const texts = z.union([z.string(), z.array(textBlock)], 'must be a text or a list of text blocks');

const userBlock = z.discriminatedUnion('type', [
  textBlock,
  z.looseObject({ type: z.literal('tool_result'), tool_use_id: z.string(), content: texts.nullish() }),
]);
const assistantBlock = z.discriminatedUnion('type', [
  textBlock,
  z.looseObject({
    type: z.literal('tool_use'),
    id: z.string().min(1),
    name: z.string(),
    input: z.record(z.string(), z.unknown()),
  }),
]);

const message = z.discriminatedUnion('role', [
  z.looseObject({ role: z.literal('user'), content: z.union([z.string(), z.array(userBlock).min(1)]) }),
  z.looseObject({ role: z.literal('assistant'), content: z.union([z.string(), z.array(assistantBlock).min(1)]) }),
]);

const toolChoice = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('auto'), disable_parallel_tool_use: z.boolean().optional() }),
  z.looseObject({ type: z.literal('any'), disable_parallel_tool_use: z.boolean().optional() }),
  z.looseObject({ type: z.literal('tool'), name: z.string(), disable_parallel_tool_use: z.boolean().optional() }),
  z.looseObject({ type: z.literal('none') }),
]);

const request = z.looseObject({
  model: z.string(),
  max_tokens: z.int().min(1),
  messages: z.array(message).min(1, 'at least one message is required'),
  system: texts.optional(),
  tools: z
    .array(
      z.looseObject({
        name: z.string().regex(/^[a-zA-Z0-9_-]{1,128}$/, 'must be 1-128 of a-z, A-Z, 0-9, _ and -'),
        description: z.string().optional(),
        input_schema: z.looseObject({ type: z.literal('object') }),
      }),
    )
    .optional(),
  tool_choice: toolChoice.optional(),
  temperature: z.number().min(0).max(1).optional(),
  stop_sequences: z.array(z.string()).optional(),
  stream: z.boolean().optional(),
});

/** Body of a `POST /v1/messages`; fails with `invalid_request` that names the first field in the way. */
export function readAnthropicRequest(body: unknown): AskedOfModel {
  const asked = parsedBody(request, body);
  const choice = asked.tool_choice;
  return {
    model: asked.model,
    messages: [
      ...(asked.system === undefined ? [] : [{ role: 'system' as const, text: plain(asked.system) }]),
      ...asked.messages.flatMap(neutral),
    ],
    tools: (asked.tools ?? []).map(({ name, description, input_schema }) => ({
      name,
      description: description ?? '',
      parameters: input_schema,
    })),
    toolChoice: neutralChoice(choice),
    parallelToolCalls: !(choice && 'disable_parallel_tool_use' in choice && choice.disable_parallel_tool_use === true),
    maxOutputTokens: asked.max_tokens,
    seed: null,
    temperature: asked.temperature ?? null,
    stop: asked.stop_sequences ?? [],
    stream: asked.stream ?? false,
    includeUsage: true,
  };
}

function neutralChoice(choice: z.output<typeof toolChoice> | undefined): ToolChoice {
  switch (choice?.type) {
    case 'any':
      return 'required';
    case 'tool':
      return { name: choice.name };
    case 'none':
      return 'none';
    default:
      return 'auto';
  }
}

/** One message of Anthropic's may be several of ours: each tool result is a message of its own. */
function neutral(given: z.output<typeof message>): ModelMessage[] {
  if (given.role === 'assistant') return [assistantMessage(given.content)];
  if (typeof given.content === 'string') return [{ role: 'user', text: given.content }];
  const results = given.content.flatMap((block): ModelMessage[] =>
    block.type === 'tool_result'
      ? [{ role: 'tool', callId: block.tool_use_id, content: plain(block.content ?? '') }]
      : [],
  );
  const said = given.content.flatMap((block) => (block.type === 'text' ? [block.text] : []));
  return said.length > 0 ? [...results, { role: 'user', text: said.join('\n') }] : results;
}

function assistantMessage(content: string | readonly z.output<typeof assistantBlock>[]): ModelMessage {
  if (typeof content === 'string') return { role: 'assistant', text: content, toolCalls: [] };
  return {
    role: 'assistant',
    text: content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n'),
    toolCalls: content.flatMap((block) =>
      block.type === 'tool_use' ? [{ id: block.id, name: block.name, arguments: JSON.stringify(block.input) }] : [],
    ),
  };
}

function plain(given: z.output<typeof texts>): string {
  return typeof given === 'string' ? given : given.map(({ text }) => text).join('\n');
}
