import { zoneOf } from '@turnfleet/contract/schemas';
import { type Clock, endsWithin, type Logger, type Random, RetryBudget } from '@turnfleet/core';
import { toolAddress } from '@turnfleet/service-kit';
import { type Pressure, type ReadAhead, shedding, type ToolReads } from '@turnfleet/tools';
import { type DiscoveredTools, openTools } from '@turnfleet/tools-grpc';
import { grantedToEverybody, type ToolsOfTurn, toolsOfTurn } from '@turnfleet/turn';
import type { Config } from './config.ts';

interface ToolBox {
  /** See `DiscoveredTools`. */
  readonly offer: DiscoveredTools['offer'];
  readonly transport: DiscoveredTools;
  readonly ofTurn: ToolsOfTurn;
  /** How much is left out at the moment. */
  readonly sheddingLevel: () => number;
}

interface ToolBoxDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: Random;
  readonly reads: ToolReads;
  readonly readAhead: ReadAhead;
  /** How busy the fleet is. */
  readonly load: () => Pressure;
}

/** So long a start waits for the registry: with one that is away the tools come when it does. */
const patienceMs = 5_000;

/** The tools of a registry's services, or those that our protos declare at their configured addresses. */
export async function openToolBox(config: Config, deps: ToolBoxDeps): Promise<ToolBox> {
  const { clock, logger } = deps;
  const transport = openTools({
    ...deps,
    registries: config.REGISTRY_ADDR,
    addressOf: (service) => toolAddress(service, config),
    balancing: config.TOOL_BALANCING,
    region: config.REGION,
  });
  if (!(await endsWithin(clock, patienceMs, transport.begun)))
    logger.warn(
      { registries: config.REGISTRY_ADDR },
      'no registry has answered yet: turns have no tools until one does',
    );
  const retryBudget = new RetryBudget();
  const shed = shedding(deps.load);
  const zones = { shop: config.SHOP_TIME_ZONE, elsewhere: config.SHOP_TIME_ZONES };
  const ofTurn = toolsOfTurn(
    {
      transport,
      clock,
      retryBudget,
      zoneOf: (turn) => zoneOf(zones, turn),
      readTool: deps.reads.read,
      readAhead: deps.readAhead,
      shedding: shed,
    },
    grantedToEverybody,
  );
  return { offer: transport.offer, transport, ofTurn, sheddingLevel: () => shed.level() };
}
