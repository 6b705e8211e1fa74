export { chatTopics } from './log/chat-topics.ts';
export { createEmbeddedLog, type EmbeddedLog } from './log/embedded-log.ts';
export { createMemoryState } from './store/memory-state.ts';
