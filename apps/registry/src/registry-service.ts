import { type Clock, TurnfleetError } from '@turnfleet/core';
import type { Instance, InstanceStore } from '@turnfleet/instances';
import { type GrpcService, grpcService } from '@turnfleet/service-kit';
import { followList, listReader } from './follow-list.ts';
import { messageOf, readInstance } from './instance-message.ts';

interface RegistryDeps {
  readonly store: InstanceStore;
  readonly clock: Clock;
  /** How often an instance is to be heard of; its lease ends after three times as long. */
  readonly heartbeatMs: number;
}

export function registryService({ store, clock, heartbeatMs }: RegistryDeps): GrpcService {
  const leaseMs = 3 * heartbeatMs;
  const read = listReader(store, clock);
  return grpcService('turnfleet.registry.v1.RegistryService', {
    async Register({ instance }) {
      await store.put(readInstance(instance), leaseMs);
      const seconds = Math.floor(heartbeatMs / 1_000);
      return { heartbeat_interval: { seconds, nanos: Math.round((heartbeatMs % 1_000) * 1e6) } };
    },
    async Heartbeat({ id, load }) {
      if (await store.renew(id, load, leaseMs)) return {};
      throw new TurnfleetError('not_found', `No instance "${id}" is listed.`, {
        resource: { type: 'instance', name: id },
        suggestion: 'Register it again.',
      });
    },
    async Deregister({ id }) {
      await store.leave(id);
      return {};
    },
    async Discover({ service }) {
      return { instances: withService(await store.list(), service).map(messageOf) };
    },
    async *Watch({ service }, { deadline }) {
      for await (const list of followList(read, clock, deadline.signal)) {
        yield { instances: withService(list, service).map(messageOf) };
      }
    },
  });
}

function withService(list: readonly Instance[], service: string): readonly Instance[] {
  return service === '' ? list : list.filter(({ services }) => services.includes(service));
}
