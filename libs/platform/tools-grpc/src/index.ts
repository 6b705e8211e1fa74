export type { DiscoveredTools } from './discovery/discover-tools.ts';
export { openTools } from './open-tools.ts';
export type { SeenInstance } from './tool-transport.ts';
