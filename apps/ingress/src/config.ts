import { authFields, authMistakes } from '@turnfleet/auth';
import { aloneAs, backboneFields, sharingMistakes } from '@turnfleet/backbone/config';
import { exposureFields, exposureMistakes, limitFields } from '@turnfleet/http-kit';
import {
  commonConfig,
  count,
  type Env,
  milliseconds,
  type ParsedConfig,
  parseConfig,
  port,
  seconds,
  toolsConfig,
  urlOf,
} from '@turnfleet/service-kit';
import { z } from 'zod';

/** Source of our spans. */
export const scope = 'turnfleet/ingress';

export const configSchema = z.object({
  ...commonConfig,
  ...toolsConfig,
  PORT: port(8080),
  ...backboneFields,
  ...authFields,
  ADMISSION_MAX_WAIT_SECONDS: seconds(10, 1, 300),
  SHED_LOOP_DELAY_MS: milliseconds(500, 60_000),
  ...limitFields,
  ...exposureFields,
  /** Where clients come by a WebSocket, if not to the address they have. */
  WS_URL: urlOf('ws', 'wss').optional(),
  WS_CONNECTIONS: count(10_000, 1, 1_000_000),
  JAEGER_QUERY_URL: urlOf('http', 'https').optional(),
});

export type Config = z.output<typeof configSchema>;

/** What the ingress reads as a process of its own. */
export const readConfig = (env: Env): ParsedConfig<Config> =>
  parseConfig(configSchema, env, (config) => [
    ...exposureMistakes(config),
    ...authMistakes(config, { log: true, state: true }),
    ...sharingMistakes(config, aloneAs('the ingress')),
  ]);
