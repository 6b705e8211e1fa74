export { type AwaitDeps } from './await-reply.ts';
export { type ConversationEvents, openConversationEvents } from './conversation-events.ts';
export { leastWaitToldMs, type QueueNotesDeps, withQueueNotes } from './queue-notes.ts';
export { replyWithin } from './reply-within.ts';
export { publishedReply, type StreamDeps, type StreamEvent } from './stream-event.ts';
export { toldBefore } from './told-before.ts';
export { openTurnEvents } from './turn-events.ts';
