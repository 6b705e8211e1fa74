import { TurnfleetError } from '@turnfleet/core';
import { type AskedOfModel, invalidField, type ModelMessage } from '@turnfleet/model';
import type { Exchange } from '../exchange.ts';
import { isModel } from '../models.ts';

export function unknownModel(model: string): TurnfleetError {
  return new TurnfleetError('not_found', `The model \`${model}\` does not exist or you do not have access to it.`, {
    resource: { type: 'model', name: model },
    violations: [{ field: 'model', description: 'unknown' }],
  });
}

/** What is asked, in the simulator's terms; throws for what both vendors refuse beyond the shape of the request. */
export function exchangeOf(asked: AskedOfModel): Exchange {
  const { model, tools, messages, toolChoice, parallelToolCalls, maxOutputTokens, seed } = asked;
  if (!isModel(model)) throw unknownModel(model);
  if (typeof toolChoice !== 'string' && !tools.some(({ name }) => name === toolChoice.name)) {
    throw invalidField('tool_choice', `the tool '${toolChoice.name}' is not among the tools.`);
  }
  if (toolChoice === 'required' && tools.length === 0)
    throw invalidField('tool_choice', 'tools are needed to require one.');
  checkPairs(messages);
  return { model, messages, tools, toolChoice, parallelToolCalls, maxOutputTokens, seed };
}

/** Every tool call is answered at once by exactly one result under its own id, and no result comes without a call. */
function checkPairs(messages: readonly ModelMessage[]): void {
  let waiting: readonly string[] = [];
  for (const message of messages) {
    if (message.role === 'tool') {
      if (!waiting.includes(message.callId)) {
        throw invalidField(
          'messages',
          `the tool result '${message.callId}' answers no tool call of the message before it.`,
        );
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
  throw invalidField(
    'messages',
    `tool calls must be followed by a result for each id; these have none: ${waiting.join(', ')}.`,
  );
}
