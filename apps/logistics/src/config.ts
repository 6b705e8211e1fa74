import { type Env, grpcTarget, type ParsedConfig, parseConfig, port, serviceConfig } from '@turnfleet/service-kit';
import { z } from 'zod';

export const configSchema = z.object({
  ...serviceConfig(9468),
  LOGISTICS_PORT: port(50054),
  /** Who is asked what is in stock. Unset: the copy that the database was made with. */
  INVENTORY_ADDR: grpcTarget.optional(),
});

export type Config = z.infer<typeof configSchema>;

export const readConfig = (env: Env): ParsedConfig<Config> => parseConfig(configSchema, env);
