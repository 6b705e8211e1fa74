import {
  commonConfig,
  type Env,
  type ParsedConfig,
  parseConfig,
  port,
  seconds,
  urlOfSome,
} from '@turnfleet/service-kit';
import { z } from 'zod';

export const configSchema = z.object({
  ...commonConfig,
  REDIS_URL: urlOfSome('redis', 'rediss').optional(),
  REGISTRY_PORT: port(50_050),
  /** Asked of every instance; it is forgotten after three that did not come. */
  REGISTRY_HEARTBEAT_SECONDS: seconds(5, 1, 60),
  OPS_PORT: port(9_470),
});

export type Config = z.infer<typeof configSchema>;

export const readConfig = (env: Env): ParsedConfig<Config> => parseConfig(configSchema, env);
