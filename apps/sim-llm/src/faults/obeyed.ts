import { instructs } from '@turnfleet/grounding';
import { isMarkedAsData } from '@turnfleet/tools';
import type { Answer, Exchange } from '../exchange.ts';

const quoted = /[“"「『]([^”"」』]{2,300})[”"」』]/;

/** What a text in a result of a tool tells it to say, if the result is not marked as data; null if nothing does. */
export function obeyed({ messages }: Exchange): Answer | null {
  const at = messages.findLastIndex((message) => message.role === 'user');
  const orders = messages
    .slice(at + 1)
    .flatMap((message) => (message.role === 'tool' && !isMarkedAsData(message.content) ? textsIn(message.content) : []))
    .filter(instructs);
  const [order] = orders;
  return order === undefined ? null : { text: quoted.exec(order)?.[1] ?? order, toolCalls: [] };
}

function textsIn(content: string): string[] {
  try {
    return textsOf(JSON.parse(content));
  } catch {
    return [content];
  }
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}
