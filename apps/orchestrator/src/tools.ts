import { descriptorSet } from '@turnfleet/contract/grpc';
import { type Clock, type Logger, type Random, RetryBudget, TurnfleetError } from '@turnfleet/core';
import { type Tool, toolsFrom } from '@turnfleet/tools';
import { createGrpcTools, type GrpcToolTransport } from '@turnfleet/tools-grpc';
import { grantedToEverybody, type ToolsOfTurn, toolsOfTurn } from '@turnfleet/turn';
import type { Config } from './config.ts';

export interface ToolBox {
  /** The tools of a turn of the conversation that begins now; the same array for the same tools. */
  readonly offer: (conversationId: string) => readonly Tool[];
  readonly transport: GrpcToolTransport;
  readonly ofTurn: ToolsOfTurn;
}

export interface ToolBoxDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: Random;
}

/** Every tool that the protos declare, with the address of its service. */
export function openToolBox(config: Config, { clock, logger, random }: ToolBoxDeps): ToolBox {
  const tools = toolsFrom(descriptorSet);
  const services = new Set(tools.map(({ service }) => service));
  const addresses = Object.fromEntries([...services].map((service) => [service, addressOf(service, config)]));
  const transport = createGrpcTools({
    ...{ descriptorSet, addresses, clock, logger, random },
    ...{ balancing: config.TOOL_BALANCING, region: config.REGION },
  });
  const retryBudget = new RetryBudget();
  return {
    offer: () => tools,
    transport,
    ofTurn: toolsOfTurn({ transport, clock, retryBudget, timeZone: config.SHOP_TIME_ZONE }, grantedToEverybody),
  };
}

/** A service is found by its domain, the second part of its name: `turnfleet.product.v1.ProductService`. */
function addressOf(service: string, config: Config): string {
  const here = (port: number): string => `127.0.0.1:${port}`;
  const addresses: Readonly<Record<string, string>> = {
    product: config.PRODUCT_ADDR ?? here(config.PRODUCT_PORT),
    inventory: config.INVENTORY_ADDR ?? here(config.INVENTORY_PORT),
    pricing: config.PRICING_ADDR ?? here(config.PRICING_PORT),
    logistics: config.LOGISTICS_ADDR ?? here(config.LOGISTICS_PORT),
  };
  const address = addresses[service.split('.')[1] ?? ''];
  if (address !== undefined) return address;
  throw new TurnfleetError('internal', `The tools of ${service} have no address.`, {
    suggestion: 'Give its domain an _ADDR and a _PORT variable in the orchestrator configuration.',
  });
}
