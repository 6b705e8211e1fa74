import { z } from 'zod';
import { count, grpcTarget, hostPorts, port } from './config.ts';
import { toolBalancing } from './tool-balancing.ts';

/** Where a process runs; empty if that does not matter. */
export const region = z.string().max(64).default('');

/** What a process reads that calls tools. */
export const toolsConfig = {
  /** Of the registries: tools are those of whoever is registered. Unset: at the addresses below. */
  REGISTRY_ADDR: hostPorts.optional(),
  TOOL_BALANCING: toolBalancing,
  REGION: region,
  /** MiB of results of tools in memory; and a file for those that are good for longer. */
  TOOL_CACHE_MB: count(64, 1, 65_536),
  TOOL_CACHE_FILE: z.string().min(1).optional(),
  PRODUCT_PORT: port(50_051),
  INVENTORY_PORT: port(50_052),
  PRICING_PORT: port(50_053),
  LOGISTICS_PORT: port(50_054),
  PRODUCT_ADDR: grpcTarget.optional(),
  INVENTORY_ADDR: grpcTarget.optional(),
  PRICING_ADDR: grpcTarget.optional(),
  LOGISTICS_ADDR: grpcTarget.optional(),
};

type ToolsConfig = z.output<z.ZodObject<typeof toolsConfig>>;

/** Where a service is without a registry, by its domain: the second part of `turnfleet.product.v1.ProductService`. */
export function toolAddress(service: string, config: ToolsConfig): string | undefined {
  const here = (at: number): string => `127.0.0.1:${at}`;
  const addresses: Readonly<Record<string, string>> = {
    product: config.PRODUCT_ADDR ?? here(config.PRODUCT_PORT),
    inventory: config.INVENTORY_ADDR ?? here(config.INVENTORY_PORT),
    pricing: config.PRICING_ADDR ?? here(config.PRICING_PORT),
    logistics: config.LOGISTICS_ADDR ?? here(config.LOGISTICS_PORT),
  };
  return addresses[service.split('.')[1] ?? ''];
}
