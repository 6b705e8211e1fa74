import type { registry } from '@turnfleet/contract/grpc';
import type { Instance } from '@turnfleet/instances';

/** An instance as a registry told it. */
export function instanceOf(message: registry.Instance__Output): Instance {
  const { cost_per_call: costPerCall, descriptor_set: bytes, ...same } = message;
  const { id, address, services, version, weight, region, capacity, load, draining } = same;
  const descriptorSet = Buffer.from(bytes).toString('base64');
  return {
    ...{ id, address, services, version, weight, region, capacity, load, draining },
    costPerCall,
    descriptorSet,
  };
}
