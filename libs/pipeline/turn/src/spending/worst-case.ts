import {
  type Deployment,
  type ModelRequest,
  type ModelTool,
  openAiTools,
  type Usd,
  worstCaseOf,
} from '@turnfleet/model';

interface WorstCase {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cost: Usd;
}

/** What the protocols put around a message or a tool, tokens at most. */
const framing = 16;

/** The most that a call can cost: no tokenizer makes more tokens of a text than it has bytes. */
export function worstCaseOfCall(
  { model }: Deployment,
  { messages, tools, maxOutputTokens }: Pick<ModelRequest, 'messages' | 'tools' | 'maxOutputTokens'>,
): WorstCase {
  const told = messages.reduce((sum, message) => sum + framing + bytesOf(message), bytesOfTools(tools));
  const inputTokens = Math.min(told, model.contextTokens);
  return {
    inputTokens,
    outputTokens: maxOutputTokens,
    cost: worstCaseOf(inputTokens, maxOutputTokens, model.prices),
  };
}

function bytesOf(message: ModelRequest['messages'][number]): number {
  if (message.role === 'tool') return Buffer.byteLength(message.content) + message.callId.length;
  const text = Buffer.byteLength(message.text);
  if (message.role !== 'assistant') return text;
  const { toolCalls, carried } = message;
  return (
    text + (toolCalls.length + (carried ? 1 : 0) > 0 ? Buffer.byteLength(JSON.stringify([toolCalls, carried])) : 0)
  );
}

/** They are the same for every turn. What is sent of them, in either protocol, is no more than this. */
const sizes = new WeakMap<readonly ModelTool[], number>();

function bytesOfTools(tools: readonly ModelTool[]): number {
  const size = sizes.get(tools) ?? Buffer.byteLength(JSON.stringify(openAiTools(tools))) + framing * tools.length;
  sizes.set(tools, size);
  return size;
}
