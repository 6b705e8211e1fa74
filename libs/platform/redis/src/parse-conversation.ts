import { readStoredConversation } from '@turnfleet/contract/events';
import { type Conversation, emptyConversation } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';
import { counter } from '@turnfleet/telemetry';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Of our own writing, perhaps of another version of ours: the conversation's text, or the version at which one begins that
 * is not known, `''` for 0. What this version cannot read of it is left out and counted.
 */
export function parseConversation(text: string, conversationId: string): Conversation {
  const value = (text === '' ? 0 : JSON.parse(text)) as Fields | number;
  if (typeof value === 'number') return emptyConversation(conversationId, value);
  const read = readStoredConversation(value);
  if (!read) {
    countUnreadable('conversation', 1);
    throw unreadable(conversationId);
  }
  const { turns, held, state } = value;
  if (Array.isArray(turns)) countUnreadable('turn', turns.length - read.turns.length);
  if (held && !read.held) countUnreadable('held', 1);
  if (state !== undefined && state !== read.state) countUnreadable('state', 1);
  return read;
}

function countUnreadable(what: string, count: number): void {
  if (count === 0) return;
  counter('turnfleet.state.unreadable').add(count, { what });
}

const unreadable = (conversationId: string): TurnfleetError =>
  new TurnfleetError('internal', `What Redis holds of conversation ${conversationId} cannot be read by this version.`, {
    suggestion: 'Run the version that wrote it, or have `turnfleet state restore` write it anew from the log.',
  });
