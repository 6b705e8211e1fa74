import {
  commonConfig,
  type Env,
  flag,
  hostPorts,
  type ParsedConfig,
  parseConfig,
  port,
  seconds,
  urlOf,
} from '@turnfleet/service-kit';
import { z } from 'zod';

export const configSchema = z.object({
  ...commonConfig,
  PORT: port(8080),
  KAFKA_BROKERS: hostPorts.optional(),
  REDIS_URL: urlOf('redis', 'rediss').optional(),
  JOURNAL_TTL: seconds(3_600, 60),
  AUTH_MODE: z.literal('none', 'must be none: apikey and jwt are not part of this version').default('none'),
  AUTH_ALLOW_ANONYMOUS: flag,
  JAEGER_QUERY_URL: urlOf('http', 'https').optional(),
});

export type Config = z.output<typeof configSchema>;

interface Mistake {
  readonly path: (keyof Config)[];
  readonly message: string;
}

/** Rule over several fields, for whoever reads the ingress' configuration together with that of other apps. */
export function exposureMistakes({
  HOST,
  AUTH_ALLOW_ANONYMOUS,
}: Pick<Config, 'HOST' | 'AUTH_ALLOW_ANONYMOUS'>): Mistake[] {
  if (AUTH_ALLOW_ANONYMOUS === true || isLoopback(HOST)) return [];
  const message =
    'must be a loopback address (127.0.0.1, ::1 or localhost) while AUTH_MODE is none; ' +
    'set AUTH_ALLOW_ANONYMOUS=true if something in front decides who may talk to the fleet';
  return [{ path: ['HOST'], message }];
}

/** As a process of its own it shares log and conversations with the orchestrators, so both need an address. */
function sharingMistakes(config: Config): Mistake[] {
  const message = 'is needed when the ingress runs as a process of its own (`npx turnfleet up` runs everything in one)';
  const needed = ['KAFKA_BROKERS', 'REDIS_URL'] as const;
  return needed.filter((name) => config[name] === undefined).map((name) => ({ path: [name], message }));
}

const ownProcessSchema = configSchema.check(
  z.superRefine(
    (config, context) => {
      for (const mistake of [...exposureMistakes(config), ...sharingMistakes(config)]) {
        context.addIssue({ code: 'custom', ...mistake });
      }
    },
    // Also where single fields are wrong: all mistakes are told at once.
    { when: () => true },
  ),
);

/** What the ingress reads as a process of its own. */
export const readConfig = (env: Env): ParsedConfig<Config> => parseConfig(ownProcessSchema, env);

function isLoopback(host: unknown): boolean {
  return (
    host === 'localhost' ||
    host === '::1' ||
    (typeof host === 'string' && /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host))
  );
}
