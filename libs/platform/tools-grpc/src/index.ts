export type { DiscoveredTools } from './discovery/discover-tools.ts';
export { type OpenToolsOptions, openTools } from './open-tools.ts';
export type { SeenInstance } from './tool-transport.ts';
