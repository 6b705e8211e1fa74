import { type Clock, endsWithin, type Logger, type Random } from '@turnfleet/core';
import { toolAddress } from '@turnfleet/service-kit';
import { type DiscoveredTools, openTools } from '@turnfleet/tools-grpc';
import type { Config } from '../config.ts';

/** A registry has that long to tell who there is, when somebody first asks. */
const patienceMs = 5_000;

/** The fleet's tools as this process sees them. Nobody is connected to before somebody asks: most ingresses never are. */
export interface LazyTools {
  open(): Promise<DiscoveredTools>;
  close(): void;
}

export function lazyTools(
  config: Config,
  deps: { readonly clock: Clock; readonly logger: Logger; readonly random: Random },
): LazyTools {
  let opened: DiscoveredTools | undefined;
  return {
    async open() {
      opened ??= openTools({
        ...deps,
        registries: config.REGISTRY_ADDR,
        addressOf: (service) => toolAddress(service, config),
        balancing: config.TOOL_BALANCING,
        region: config.REGION,
      });
      await endsWithin(deps.clock, patienceMs, opened.begun);
      return opened;
    },
    close: () => opened?.close(),
  };
}
