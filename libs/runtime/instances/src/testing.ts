import type { Instance } from './instance.ts';

/** An instance for specs. */
export function anInstance(change: Partial<Instance> = {}): Instance {
  return {
    ...{ id: 'i-1', address: '127.0.0.1:1', services: ['turnfleet.inventory.v1.InventoryService'], version: '1' },
    ...{ weight: 100, region: '', capacity: 0, load: 0, costPerCall: 0, descriptorSet: '', draining: false },
    ...change,
  };
}
