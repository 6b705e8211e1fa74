import { descriptorSet } from '@turnfleet/contract/grpc';
import { deriveTools, type Tool } from '@turnfleet/tools';
import type { CallDeps } from './calls/service-group.ts';
import { type DiscoveredTools, discoverTools } from './discovery/discover-tools.ts';
import { createGrpcTools } from './tool-transport.ts';

interface OpenToolsOptions extends CallDeps {
  /** `host:port` of the registries; undefined: services are where `addressOf` says, and tools are those of our protos. */
  readonly registries: readonly string[] | undefined;
  /** Undefined: the tools of that service are found through a registry only. */
  readonly addressOf: (service: string) => string | undefined;
}

/** The tools of a fleet: those of whoever is registered, or those that our protos declare at addresses that stay. */
export function openTools(options: OpenToolsOptions): DiscoveredTools {
  const { registries, addressOf } = options;
  if (registries) return discoverTools({ ...options, registries });
  const services = new Set(deriveTools(descriptorSet).tools.map(({ service }) => service));
  const addresses = Object.fromEntries(
    [...services].flatMap((service) => {
      const address = addressOf(service);
      return address === undefined ? [] : [[service, address] as const];
    }),
  );
  const tools: readonly Tool[] = deriveTools(descriptorSet, '', Object.keys(addresses)).tools;
  const transport = createGrpcTools({ ...options, descriptorSet, addresses });
  return { ...transport, offer: () => tools, begun: Promise.resolve() };
}
