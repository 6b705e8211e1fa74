import type { registry } from '@turnfleet/contract/grpc';
import { type Clock, TurnfleetError } from '@turnfleet/core';
import { unaryClient } from './unary-client.ts';

const answerWithinMs = 2_000;

interface Methods {
  readonly Register: [registry.RegisterRequest, registry.RegisterResponse__Output];
  readonly Heartbeat: [registry.HeartbeatRequest, registry.HeartbeatResponse__Output];
  readonly Deregister: [registry.DeregisterRequest, registry.DeregisterResponse__Output];
}

/** One of several registries at a time: the next one after a call that did not reach the last. */
export interface RegistryClient {
  /** Fails as the registry does; `overloaded` or `deadline_exceeded` if there is none at its address. */
  call<M extends keyof Methods>(method: M, request: Methods[M][0]): Promise<Methods[M][1]>;
  /** Asks another one from now on, if there is one. */
  next(): void;
  close(): void;
}

export function registryClient(addresses: readonly string[], clock: Clock): RegistryClient {
  const clients = addresses.map((address) => unaryClient('turnfleet.registry.v1.RegistryService', address));
  let at = 0;
  return {
    call: async <M extends keyof Methods>(method: M, request: Methods[M][0]): Promise<Methods[M][1]> => {
      const client = clients[at % clients.length];
      if (!client) throw new TurnfleetError('internal', 'No registry has an address.');
      return client.call<Methods[M][1]>(method, request, clock.now() + answerWithinMs);
    },
    next: () => void at++,
    close: () => clients.forEach((client) => client.close()),
  };
}
