import { networkInterfaces } from 'node:os';
import { descriptorVersion } from '@turnfleet/contract/grpc';
import { z } from 'zod';
import { count, hostPort, hostPorts, usd } from '../config.ts';
import { region } from '../tools-config.ts';
import { fileRegistry } from './file-registry.ts';
import { type GrpcService, grpcService } from './service.ts';

/** What a service reads to be found through a registry. */
export const announceConfig = {
  /** Of the registries; unset: nobody is told of this process. */
  REGISTRY_ADDR: hostPorts.optional(),
  /** Where others reach it, if not where it listens. */
  ADVERTISE_ADDR: hostPort.optional(),
  SERVICE_VERSION: z.string().min(1).max(64).optional(),
  SERVICE_WEIGHT: count(100, 0, 10_000),
  SERVICE_CAPACITY: count(0, 0, 1_000_000),
  SERVICE_COST_USD: usd(0),
  REGION: region,
};

export type AnnounceConfig = z.output<z.ZodObject<typeof announceConfig>>;

interface OwnInstance {
  readonly id: string;
  readonly services: string[];
  readonly version: string;
}

/** A process under a new name; without `SERVICE_VERSION` its version is named after what its protos say. */
export function ownInstance(id: string, services: readonly GrpcService[], version: string | undefined): OwnInstance {
  const names = services.map(({ name }) => name);
  return { id, services: names, version: version ?? descriptorVersion(names, fileRegistry()) };
}

/** Tells callers that it is this instance that they reached. */
export function instanceService({ id, version }: OwnInstance): GrpcService {
  return grpcService('turnfleet.registry.v1.InstanceService', { Identify: async () => ({ id, version }) });
}

/** Where others reach a server that listens at `address`: who listens everywhere names the address of its machine. */
export function advertisedAddress(address: string, given: string | undefined): string {
  if (given !== undefined) return given;
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(address) ?? [];
  if (host !== '0.0.0.0' && host !== '[::]') return address;
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal);
  return `${outside?.address ?? '127.0.0.1'}:${port}`;
}
