import { type Env, type ParsedConfig, parseConfig, port, serviceConfig } from '@turnfleet/service-kit';
import { z } from 'zod';

export const configSchema = z.object({ ...serviceConfig(9472), ORDER_PORT: port(50056) });

export type Config = z.infer<typeof configSchema>;

export const readConfig = (env: Env): ParsedConfig<Config> => parseConfig(configSchema, env);
