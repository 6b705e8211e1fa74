import { assertNever } from '@turnfleet/core';
import type { Carried, ModelMessage, ModelRequest, ToolChoice } from '../model-client.ts';
import { anthropicTools, jsonWithTools, serialisedOnce } from '../model-tools.ts';
import { usualDialect } from '../openai/dialect.ts';

const toolsJson = serialisedOnce(anthropicTools);

type Block = Readonly<Record<string, unknown>>;
interface Message {
  readonly role: 'user' | 'assistant';
  readonly content: Block[];
}

/**
 * Body of a `POST /v1/messages`, as JSON; `name` is what the endpoint calls the model. The protocol has no seed. System messages are taken together, results of one step become one user message, as the protocol asks.
 */
export function anthropicRequestBody(
  request: ModelRequest,
  name: string,
  { streaming, without } = usualDialect,
): string {
  const system = request.messages.filter((message) => message.role === 'system').map(({ text }) => text);
  const fields = {
    model: name,
    max_tokens: request.maxOutputTokens,
    ...(system.length > 0 && { system: system.join('\n\n') }),
    messages: inTurns(request.messages),
    ...(request.temperature !== undefined &&
      !without.has('temperature') && { temperature: Math.min(request.temperature, highestTemperature) }),
    ...(request.stop && !without.has('stop') && { stop_sequences: request.stop }),
    ...(streaming && { stream: true }),
  };
  if (request.tools.length === 0) return JSON.stringify(fields);
  const choice = without.has('tool_choice') ? {} : { tool_choice: anthropicToolChoice(request.toolChoice) };
  return jsonWithTools({ ...fields, ...choice }, toolsJson(request.tools));
}

/** OpenAI's scale ends at 2. */
const highestTemperature = 1;

function anthropicToolChoice(choice: ToolChoice): Readonly<Record<string, unknown>> {
  if (typeof choice !== 'string') return { type: 'tool', name: choice.name };
  return { type: choice === 'required' ? 'any' : choice };
}

function inTurns(messages: readonly ModelMessage[]): Message[] {
  const turns: Message[] = [];
  for (const message of messages) {
    const content = blocksOf(message);
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const last = turns.at(-1);
    if (content.length === 0) continue;
    if (last?.role === role) last.content.push(...content);
    else turns.push({ role, content });
  }
  return turns;
}

function blocksOf(message: ModelMessage): Block[] {
  switch (message.role) {
    case 'system':
      return [];
    case 'user':
      return [{ type: 'text', text: message.text }];
    case 'tool':
      return [{ type: 'tool_result', tool_use_id: message.callId, content: message.content }];
    case 'assistant':
      return [
        ...carriedBlocks(message.carried),
        ...(message.text === '' ? [] : [{ type: 'text', text: message.text }]),
        ...message.toolCalls.map(({ id, name, arguments: text }) => ({
          type: 'tool_use',
          id,
          name,
          input: objectOrEmpty(text),
        })),
      ];
    default:
      return assertNever(message);
  }
}

/** Blocks that are neither text nor calls, as thoughts with their signature: first, as they came. */
function carriedBlocks(carried: Carried | undefined): Block[] {
  const blocks = carried?.api === 'anthropic' ? carried.fields['blocks'] : undefined;
  return Array.isArray(blocks) ? (blocks as Block[]) : [];
}

/** The protocol takes only objects here; what was malformed has been answered in the tool result already. */
function objectOrEmpty(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}
