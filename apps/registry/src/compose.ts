import type { Check } from '@turnfleet/core';
import { createMemoryInstances } from '@turnfleet/embedded';
import type { InstanceStore } from '@turnfleet/instances';
import { createRedisInstances, openRedis } from '@turnfleet/redis';
import { type App, type Running, type ServiceAdapters, startServiceApp } from '@turnfleet/service-kit';
import type { Config } from './config.ts';
import { registryService } from './registry-service.ts';

/** Several of them over one Redis are one registry; without `REDIS_URL` what it knows ends with the process. */
export async function compose(config: Config, adapters: ServiceAdapters): Promise<App> {
  const { clock } = adapters;
  const { store, database } = await openStore(config, adapters);
  const services = [registryService({ store, clock, heartbeatMs: config.REGISTRY_HEARTBEAT_SECONDS * 1_000 })];
  return startServiceApp({ name: 'registry', config, port: config.REGISTRY_PORT, adapters, services, database });
}

async function openStore(
  { REDIS_URL: url }: Config,
  { clock, logger }: ServiceAdapters,
): Promise<{ readonly store: InstanceStore; readonly database: Running & Check }> {
  if (url === undefined) {
    const database = { name: 'instances', problem: () => null, stop: async () => undefined };
    return { store: createMemoryInstances(clock), database };
  }
  const redis = await openRedis({ url, clock, logger });
  const { name } = redis.check;
  return {
    store: createRedisInstances(redis),
    database: { name, problem: () => redis.check.problem() ?? redis.clockCheck.problem(), stop: () => redis.stop() },
  };
}
