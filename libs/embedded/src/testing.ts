export type { MemoryData, MemoryOptions } from './store/memory.ts';
export { type MemoryServer, memoryServer } from './store/memory-server.ts';
