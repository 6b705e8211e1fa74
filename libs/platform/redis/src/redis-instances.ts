import type { Instance, InstanceStore } from '@turnfleet/instances';
import type { RedisConnection } from './connection.ts';
import {
  leaveInstanceScript,
  listInstancesScript,
  putInstanceScript,
  renewInstanceScript,
} from './instances-scripts.ts';
import type { Script } from './script.ts';

/** The instances of a fleet in Redis, for any number of registries; leases end by the clock of Redis. */
export function createRedisInstances(redis: Pick<RedisConnection, 'run' | 'prefix'>): InstanceStore {
  const key = `{${redis.prefix}:instances}:listed`;
  const run = (script: Script, ...args: (string | number)[]): Promise<readonly string[]> =>
    redis.run(script, [key], args);
  return {
    async put({ load, draining, ...instance }, leaseMs) {
      await run(putInstanceScript, instance.id, leaseMs, load, draining ? 1 : 0, JSON.stringify(instance));
    },
    async renew(id, load, leaseMs) {
      const [answer] = await run(renewInstanceScript, id, leaseMs, load);
      return answer === 'ok';
    },
    async leave(id) {
      await run(leaveInstanceScript, id);
    },
    async list() {
      const [, ...told] = await run(listInstancesScript);
      const rows = Array.from({ length: told.length / 3 }, (_, i) => told.slice(3 * i, 3 * i + 3));
      return rows.flatMap(readInstance).sort((one, other) => (one.id < other.id ? -1 : 1));
    },
  };
}

/** Written by `put` of this or a neighbouring version: what lacks something is left out. */
function readInstance([load = '', draining = '', json = '']: readonly string[]): Instance | [] {
  const read = JSON.parse(json) as Partial<Omit<Instance, 'load' | 'draining'>>;
  const { id, address, services, version, weight, region, capacity, costPerCall, descriptorSet } = read;
  if (id === undefined || address === undefined || version === undefined || !Array.isArray(services)) return [];
  if (weight === undefined || region === undefined || capacity === undefined) return [];
  if (costPerCall === undefined || descriptorSet === undefined) return [];
  const own = { id, address, services, version, weight, region, capacity, costPerCall, descriptorSet };
  return { ...own, load: Number(load), draining: draining === '1' };
}
