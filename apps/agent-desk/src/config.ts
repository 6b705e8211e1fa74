import { authFields, authMistakes } from '@turnfleet/auth';
import { aloneAs, backboneFields, sharingMistakes } from '@turnfleet/backbone/config';
import { exposureFields, exposureMistakes, limitFields } from '@turnfleet/http-kit';
import {
  commonConfig,
  type Env,
  grpcTarget,
  type ParsedConfig,
  parseConfig,
  port,
  seconds,
} from '@turnfleet/service-kit';
import { z } from 'zod';

/** Source of our spans. */
export const scope = 'turnfleet/agent-desk';

export const configSchema = z.object({
  ...commonConfig,
  DESK_PORT: port(8_081),
  ...backboneFields,
  ...authFields,
  ...exposureFields,
  ...limitFields,
  /** Where the service `order` is, which has the complaints. */
  ORDER_ADDR: grpcTarget.optional(),
  /** An agent without a beat for so long is gone. */
  DESK_GONE_SECONDS: seconds(60, 2, 3_600),
  /** What waits for so long goes from priority 3 to 2, and from 2 to 1. */
  DESK_ESCALATE_SECONDS: z
    .string()
    .regex(/^\d{1,6},\d{1,6}$/, 'must be like 300,600: seconds after which priority 3 becomes 2, and 2 becomes 1')
    .default('300,600')
    .transform((text) => {
      const [toTwo = 0, toOne = 0] = text.split(',').map(Number);
      return { toTwoMs: toTwo * 1_000, toOneMs: toOne * 1_000 };
    }),
});

export type Config = z.output<typeof configSchema>;

/** What the desk reads as a process of its own. */
export const readConfig = (env: Env): ParsedConfig<Config> =>
  parseConfig(configSchema, env, (config) => [
    ...exposureMistakes(config),
    ...authMistakes(config, { log: true, state: true }),
    ...sharingMistakes(config, aloneAs('the desk')),
  ]);
