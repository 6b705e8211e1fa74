import { TurnfleetError, wellFormed } from '@turnfleet/core';
import type { StreamEnd } from '@turnfleet/model';

/** The end with every text of it well-formed; what arguments spell with escapes is met where they are parsed. */
export function readEnd(end: StreamEnd): StreamEnd {
  const toolCalls = end.toolCalls.map((call) => ({
    ...call,
    id: wellFormed(call.id),
    name: wellFormed(call.name),
    arguments: wellFormed(call.arguments),
  }));
  return { ...end, toolCalls };
}

/** Its text would be told without what it wanted to know. */
export function calledInWords(): TurnfleetError {
  return new TurnfleetError('model_unavailable', 'The model wrote a tool call as text, which its endpoint passed on.');
}
