export { chatTopics } from './log/chat-topics.ts';
export { createEmbeddedLog, type EmbeddedLog } from './log/embedded-log.ts';
export { createMemoryAccess } from './store/memory-access.ts';
export { createMemoryBudgets } from './store/memory-budgets.ts';
export { createMemoryFleetStatus } from './store/memory-fleet-status.ts';
export { createMemoryInstances } from './store/memory-instances.ts';
export { createMemoryQuota } from './store/memory-quota.ts';
export { createMemorySessions } from './store/memory-sessions.ts';
export { createMemoryState } from './store/memory-state.ts';
