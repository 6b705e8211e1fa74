export type { MemoryData, MemoryOptions } from './store/memory-data.ts';
export { type MemoryServer, memoryServer } from './store/memory-server.ts';
