export type { Instance } from './instance.ts';
export type { InstanceStore } from './instance-store.ts';
export { graceMs, KnownInstances } from './known-instances.ts';
