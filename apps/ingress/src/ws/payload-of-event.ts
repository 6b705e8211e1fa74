import { type JsonObject, type Payload, payloadOf } from '@turnfleet/contract/envelope';
import type { StreamEvent } from '@turnfleet/streams';

/** An event of a conversation as a message: pieces of the answer and the reply as such, everything else by its type. */
export function payloadOfEvent(conversationId: string, { id: eventId, type, data }: StreamEvent): Payload {
  const fields = data as JsonObject;
  const turnId = textOf(fields['turnId']);
  switch (type) {
    case 'reply.delta':
      return payloadOf('systemResponse', { conversationId, turnId, eventId, text: textOf(fields['text']) });
    case 'reply.completed':
    case 'reply.failed':
      return payloadOf('systemResponse', {
        ...{ conversationId, turnId, eventId, final: true },
        ...{ text: textOf(fields['text']), status: textOf(fields['status']), reply: fields },
        suggestions: (fields['suggestions'] ?? []) as readonly string[],
      });
    default:
      return payloadOf('turnEvent', { conversationId, turnId, eventId, type, data: fields });
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
