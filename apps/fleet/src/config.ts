import { configSchema as agentDesk } from '@turnfleet/agent-desk/config';
import { authMistakes, signingMistakes } from '@turnfleet/auth';
import { sharingMistakes } from '@turnfleet/backbone/config';
import { configSchema as customer } from '@turnfleet/customer/config';
import { exposureMistakes } from '@turnfleet/http-kit';
import { configSchema as ingress } from '@turnfleet/ingress/config';
import { configSchema as inventory } from '@turnfleet/inventory/config';
import { configSchema as logistics } from '@turnfleet/logistics/config';
import { configSchema as orchestrator } from '@turnfleet/orchestrator/config';
import { configSchema as order } from '@turnfleet/order/config';
import { configSchema as pricing } from '@turnfleet/pricing/config';
import { configSchema as product } from '@turnfleet/product/config';
import { configSchema as registry } from '@turnfleet/registry/config';
import { type Env, type Mistake, type ParsedConfig, parseConfig, port } from '@turnfleet/service-kit';
import { configSchema as simLlm } from '@turnfleet/sim-llm/config';
import { z } from 'zod';
import { type AppName, appNames } from './apps.ts';

/** Every variable of every app: what `turnfleet up` reads. */
const fleetSchema = z.object({
  ...registry.shape,
  ...product.shape,
  ...inventory.shape,
  ...pricing.shape,
  ...logistics.shape,
  ...customer.shape,
  ...order.shape,
  ...simLlm.shape,
  ...orchestrator.shape,
  ...ingress.shape,
  ...agentDesk.shape,
  /** Only for a process without the ingress, which otherwise serves health and metrics. */
  OPS_PORT: port(9_464),
});

export type Config = z.output<typeof fleetSchema>;

/** Reads the configuration of a process that runs the apps `only`. */
export function readConfig(env: Env, only: ReadonlySet<AppName>): ParsedConfig<Config> {
  return parseConfig(fleetSchema, env, (config) => [
    ...(isReached(only) ? exposureMistakes(config) : []),
    ...trustMistakes(config, only),
    ...partMistakes(config, only),
  ]);
}

/** Whether people, or their programs, come in. */
const isReached = (only: ReadonlySet<AppName>): boolean => only.has('ingress') || only.has('agent-desk');

/** Only who lets clients in needs to know how; whoever shares the log, who signs turns. */
function trustMistakes(config: Partial<Config>, only: ReadonlySet<AppName>): Mistake<Config>[] {
  const log = config.KAFKA_BROKERS !== undefined;
  if (isReached(only)) return authMistakes(config, { log, state: config.REDIS_URL !== undefined });
  return log && only.has('orchestrator') ? signingMistakes(config) : [];
}

/** State in this process serves only this process: then everything that needs it has to be here. */
function partMistakes(config: Partial<Config>, only: ReadonlySet<AppName>): Mistake<Config>[] {
  const whole = appNames.every((name) => only.has(name));
  const sharing = isReached(only) || only.has('orchestrator');
  if (whole || !sharing) return [];
  return sharingMistakes(config, 'only a part of the fleet runs in this process (without --only everything does)');
}
