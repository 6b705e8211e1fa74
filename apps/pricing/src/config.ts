import { type Env, type ParsedConfig, parseConfig, port, serviceConfig } from '@turnfleet/service-kit';
import { changesConfig } from '@turnfleet/shop';
import { z } from 'zod';

export const configSchema = z.object({ ...changesConfig, ...serviceConfig(9467), PRICING_PORT: port(50053) });

export type Config = z.infer<typeof configSchema>;

export const readConfig = (env: Env): ParsedConfig<Config> => parseConfig(configSchema, env);
