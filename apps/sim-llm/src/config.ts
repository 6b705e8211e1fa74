import {
  commonConfig,
  count,
  type Env,
  milliseconds,
  type ParsedConfig,
  parseConfig,
  port,
} from '@turnfleet/service-kit';
import { z } from 'zod';

export const configSchema = z.object({
  ...commonConfig,
  SIM_LLM_PORT: port(8090),
  OPS_PORT: port(9469),
  /** From a request to its first token. */
  SIM_LLM_TTFT_MS: milliseconds(15),
  /** 0: all at once. */
  SIM_LLM_TOKENS_PER_SECOND: count(2_000, 0, 1_000_000),
});

export type Config = z.output<typeof configSchema>;

export function readConfig(env: Env): ParsedConfig<Config> {
  return parseConfig(configSchema, env);
}
