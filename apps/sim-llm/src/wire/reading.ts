import { TurnfleetError } from '@turnfleet/core';
import type { ModelMessage } from '@turnfleet/llm';
import type { z } from 'zod';
import type { Exchange } from '../exchange.ts';
import { isModel } from '../models.ts';

export function invalid(field: string, description: string): TurnfleetError {
  return new TurnfleetError('invalid_request', field ? `${field}: ${description}` : description, {
    violations: [{ field, description }],
  });
}

export function unknownModel(model: string): TurnfleetError {
  return new TurnfleetError('not_found', `The model \`${model}\` does not exist or you do not have access to it.`, {
    resource: { type: 'model', name: model },
    violations: [{ field: 'model', description: 'unknown' }],
  });
}

/** `body` by `schema`; the first thing wrong with it becomes the error. */
export function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw invalid(fieldPath(issue?.path ?? []), issue?.message ?? 'The request cannot be read.');
}

/** `messages[0].content`, as the vendors write it. */
function fieldPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key)),
    '',
  );
}

/** What both vendors refuse beyond the shape of the request. */
export function checked(exchange: Exchange): Exchange {
  const { model, tools, toolChoice, messages } = exchange;
  if (!isModel(model)) throw unknownModel(model);
  if (toolChoice.kind === 'tool' && !tools.some(({ name }) => name === toolChoice.name)) {
    throw invalid('tool_choice', `the tool '${toolChoice.name}' is not among the tools.`);
  }
  if (toolChoice.kind === 'required' && tools.length === 0)
    throw invalid('tool_choice', 'tools are needed to require one.');
  checkPairs(messages);
  return exchange;
}

/** Every tool call is answered at once by exactly one result under its own id, and no result comes without a call. */
function checkPairs(messages: readonly ModelMessage[]): void {
  let waiting: readonly string[] = [];
  for (const message of messages) {
    if (message.role === 'tool') {
      if (!waiting.includes(message.callId)) {
        throw invalid('messages', `the tool result '${message.callId}' answers no tool call of the message before it.`);
      }
      waiting = waiting.filter((id) => id !== message.callId);
    } else {
      refuseOpen(waiting);
      waiting = message.role === 'assistant' ? message.toolCalls.map(({ id }) => id) : [];
    }
  }
  refuseOpen(waiting);
}

function refuseOpen(waiting: readonly string[]): void {
  if (waiting.length === 0) return;
  throw invalid(
    'messages',
    `tool calls must be followed by a result for each id; these have none: ${waiting.join(', ')}.`,
  );
}
