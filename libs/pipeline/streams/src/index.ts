export { type AwaitParts, awaitReply } from './await-reply.ts';
export { openConversationEvents } from './conversation-events.ts';
export { type StreamEvent, type StreamParts } from './stream-event.ts';
export { openTurnEvents } from './turn-events.ts';
