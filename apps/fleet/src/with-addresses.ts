import { isSimulated } from '@turnfleet/orchestrator/config';
import type { App } from '@turnfleet/service-kit';
import type { AppName } from './apps.ts';
import type { Config } from './config.ts';

/** The apps of this process that listen, and where. */
export type Listening = Pick<App, 'name' | 'addresses'>;

/**
 * The configuration with the places where the apps of this very process listen: a port 0 is known only now, and `HOST` may
 * be another than 127.0.0.1. An address that was given stays.
 */
export function withAddresses(config: Config, apps: readonly Listening[]): Config {
  const at = (name: AppName, purpose: string): string | undefined => {
    const address = apps.find((app) => app.name === name)?.addresses[purpose];
    return address === undefined ? undefined : reachable(address);
  };
  return {
    ...(isFree(config) ? withRegistry(config, apps) : config),
    PRODUCT_ADDR: config.PRODUCT_ADDR ?? at('product', 'grpc'),
    INVENTORY_ADDR: config.INVENTORY_ADDR ?? at('inventory', 'grpc'),
    PRICING_ADDR: config.PRICING_ADDR ?? at('pricing', 'grpc'),
    LOGISTICS_ADDR: config.LOGISTICS_ADDR ?? at('logistics', 'grpc'),
    ORDER_ADDR: config.ORDER_ADDR ?? at('order', 'grpc'),
    ...(isSimulated(config) ? simulator(at('sim-llm', 'http')) : {}),
  };
}

/** With the registry of this very process, if none was given. */
export function withRegistry(config: Config, apps: readonly Listening[]): Config {
  const here = apps.find(({ name }) => name === 'registry')?.addresses['grpc'];
  return here === undefined || config.REGISTRY_ADDR ? config : { ...config, REGISTRY_ADDR: [reachable(here)] };
}

/** Nobody said where a service is; who does wants it called there, whatever the registry of this process says. */
const isFree = ({ PRODUCT_ADDR, INVENTORY_ADDR, PRICING_ADDR, LOGISTICS_ADDR }: Config): boolean =>
  [PRODUCT_ADDR, INVENTORY_ADDR, PRICING_ADDR, LOGISTICS_ADDR].every((address) => address === undefined);

/** The simulator as an endpoint of both vendors. */
function simulator(origin: string | undefined): Partial<Config> {
  if (origin === undefined) return {};
  const key = 'simulator';
  return { OPENAI_BASE_URL: `${origin}/v1`, OPENAI_API_KEY: key, ANTHROPIC_BASE_URL: origin, ANTHROPIC_API_KEY: key };
}

/** Who listens on every address is called on this machine's own. */
function reachable(address: string): string {
  return address.replace('0.0.0.0', '127.0.0.1').replace('[::]', '[::1]');
}
