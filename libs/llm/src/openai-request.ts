import { assertNever } from '@turnfleet/core';
import type { ModelMessage, ModelRequest } from './model-client.ts';
import { jsonWithTools, openAiTools, serialisedOnce } from './model-tools.ts';

const toolsJson = serialisedOnce(openAiTools);

/** Body of a streaming `POST /chat/completions`, as JSON; `name` is what the endpoint calls the model. */
export function openAiRequestBody(request: ModelRequest, name: string): string {
  const fields = {
    model: name,
    messages: request.messages.map(openAiMessage),
    // Deprecated at OpenAI in favour of max_completion_tokens, which other compatible endpoints do not know.
    max_tokens: request.maxOutputTokens,
    seed: request.seed,
    stream: true,
    stream_options: { include_usage: true },
  };
  if (request.tools.length === 0) return JSON.stringify(fields);
  return jsonWithTools({ ...fields, tool_choice: request.toolChoice }, toolsJson(request.tools));
}

function openAiMessage(message: ModelMessage): Record<string, unknown> {
  switch (message.role) {
    case 'system':
    case 'user':
      return { role: message.role, content: message.text };
    case 'tool':
      return { role: 'tool', tool_call_id: message.callId, content: message.content };
    case 'assistant': {
      if (message.toolCalls.length === 0) return { role: 'assistant', content: message.text };
      const calls = message.toolCalls.map(({ id, name, arguments: text }) => ({
        id,
        type: 'function',
        function: { name, arguments: text },
      }));
      return { role: 'assistant', content: message.text || null, tool_calls: calls };
    }
    default:
      return assertNever(message);
  }
}
