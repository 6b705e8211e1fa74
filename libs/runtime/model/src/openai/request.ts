import { assertNever } from '@turnfleet/core';
import type { Carried, ModelMessage, ModelRequest, ModelToolCall, ToolChoice } from '../model-client.ts';
import { jsonWithTools, openAiTools, serialisedOnce } from '../model-tools.ts';
import { type Dialect, usualDialect } from './dialect.ts';
import { withoutThoughts } from './join-fields.ts';

const toolsJson = serialisedOnce(openAiTools);

/** Body of a `POST /chat/completions`, as JSON; `name` is what the endpoint calls the model. */
export function openAiRequestBody(request: ModelRequest, name: string, dialect = usualDialect): string {
  const { without, streaming, tokenLimit } = dialect;
  const optional = {
    seed: request.seed,
    temperature: request.temperature,
    stop: request.stop,
    ...(streaming && { stream_options: { include_usage: true } }),
  };
  const fields = {
    model: name,
    messages: request.messages.map((message) => openAiMessage(message, dialect)),
    [tokenLimit]: request.maxOutputTokens,
    ...Object.fromEntries(Object.entries(optional).filter(([field]) => !without.has(field as keyof typeof optional))),
    ...(streaming && { stream: true }),
  };
  if (request.tools.length === 0) return JSON.stringify(fields);
  const choice = without.has('tool_choice') ? {} : { tool_choice: openAiToolChoice(request.toolChoice) };
  return jsonWithTools({ ...fields, ...choice }, toolsJson(request.tools));
}

function openAiToolChoice(choice: ToolChoice): unknown {
  return typeof choice === 'string' ? choice : { type: 'function', function: { name: choice.name } };
}

function openAiMessage(message: ModelMessage, dialect: Dialect): Record<string, unknown> {
  switch (message.role) {
    case 'system':
    case 'user':
      return { role: message.role, content: message.text };
    case 'tool':
      return { role: 'tool', tool_call_id: message.callId, content: message.content };
    case 'assistant': {
      const fields = fieldsOf(message.carried, dialect);
      const carried = dialect.thoughtsBack ? fields : withoutThoughts(fields);
      if (message.toolCalls.length === 0) return { ...carried, role: 'assistant', content: message.text };
      const calls = message.toolCalls.map((call) => openAiCall(call, dialect));
      return { ...carried, role: 'assistant', content: message.text || null, tool_calls: calls };
    }
    default:
      return assertNever(message);
  }
}

function openAiCall({ id, name, arguments: text, carried }: ModelToolCall, dialect: Dialect): Record<string, unknown> {
  return { ...fieldsOf(carried, dialect), id, type: 'function', function: { name, arguments: text } };
}

function fieldsOf(carried: Carried | undefined, { without }: Dialect): Carried['fields'] {
  return carried?.api === 'openai' && !without.has('vendor_fields') ? carried.fields : {};
}
