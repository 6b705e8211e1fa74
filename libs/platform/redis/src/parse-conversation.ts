import { type Conversation, emptyConversation } from '@turnfleet/contract/schemas';

/** Of our own writing: the conversation's text, or the version at which one begins that is not known, `''` for 0. */
export function parseConversation(text: string, conversationId: string): Conversation {
  const read: unknown = text === '' ? 0 : JSON.parse(text);
  return typeof read === 'number' ? emptyConversation(conversationId, read) : (read as Conversation);
}
