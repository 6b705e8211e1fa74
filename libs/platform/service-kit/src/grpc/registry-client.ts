import { type Client, credentials, Metadata, makeClientConstructor, type ServiceError } from '@grpc/grpc-js';
import { errorOfStatus, type registry, serviceDefinition } from '@turnfleet/contract/grpc';
import type { Clock, TurnfleetError } from '@turnfleet/core';

const name = 'turnfleet.registry.v1.RegistryService';
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

/** A registry that is back has to be found within seconds, and it is on our own network. */
const options = {
  'grpc.initial_reconnect_backoff_ms': 200,
  'grpc.max_reconnect_backoff_ms': 2_000,
  'grpc.enable_http_proxy': 0,
  'grpc.enable_retries': 0,
};

export function registryClient(addresses: readonly string[], clock: Clock): RegistryClient {
  const Constructor = makeClientConstructor(serviceDefinition(name), name);
  const clients = addresses.map((address) => new Constructor(address, credentials.createInsecure(), options));
  let at = 0;
  return {
    call: (method, request) => unaryCall(clients[at % clients.length], method, request, clock),
    next: () => void at++,
    close: () => clients.forEach((client) => client.close()),
  };
}

function unaryCall<M extends keyof Methods>(
  client: InstanceType<ReturnType<typeof makeClientConstructor>> | undefined,
  method: M,
  request: Methods[M][0],
  clock: Clock,
): Promise<Methods[M][1]> {
  return new Promise((resolve, reject) => {
    const settle = (error: ServiceError | null, answer: Methods[M][1]): void => {
      if (error) reject(failure(error));
      else resolve(answer);
    };
    const call = client?.[method] as ((...args: readonly unknown[]) => unknown) | undefined;
    call?.call(
      client satisfies Client | undefined,
      request,
      new Metadata(),
      { deadline: clock.now() + answerWithinMs },
      settle,
    );
  });
}

function failure({ code, details, metadata }: ServiceError): TurnfleetError {
  const [bytes] = metadata.get('grpc-status-details-bin');
  return errorOfStatus(code, details, bytes instanceof Uint8Array ? bytes : undefined);
}
