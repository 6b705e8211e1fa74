import { authFields, authMistakes, isOpen } from '@turnfleet/auth';
import {
  commonConfig,
  count,
  type Env,
  flag,
  hostPorts,
  type Mistake,
  type ParsedConfig,
  parseConfig,
  port,
  seconds,
  toolsConfig,
  urlOf,
  urlOfSome,
} from '@turnfleet/service-kit';
import { z } from 'zod';
import { admissionFields } from './admission/admission-fields.ts';

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

const origins = z
  .string()
  .transform((list) => list.split(',').map((entry) => entry.trim()))
  .refine((list) => list.every(isOrigin), 'must be origins like https://shop.example, several separated by commas')
  .default([]);

export const configSchema = z.object({
  ...commonConfig,
  ...toolsConfig,
  PORT: port(8080),
  KAFKA_BROKERS: hostPorts.optional(),
  REDIS_URL: urlOfSome('redis', 'rediss').optional(),
  JOURNAL_TTL: seconds(3_600, 60),
  ...authFields,
  ...admissionFields,
  AUTH_ALLOW_ANONYMOUS: flag,
  /** Pages of which origins may open a WebSocket besides our own. */
  ALLOWED_ORIGINS: origins,
  WS_CONNECTIONS: count(10_000, 1, 1_000_000),
  JAEGER_QUERY_URL: urlOf('http', 'https').optional(),
});

export type Config = z.output<typeof configSchema>;

/** For whoever reads the ingress' configuration together with that of other apps. */
export function exposureMistakes({ HOST, AUTH_MODE, AUTH_ALLOW_ANONYMOUS }: Partial<Config>): Mistake<Config>[] {
  if (AUTH_MODE === undefined || !isOpen({ AUTH_MODE })) return [];
  if (AUTH_ALLOW_ANONYMOUS === true || HOST === undefined || isLoopback(HOST)) return [];
  const message =
    'must be a loopback address (127.0.0.1, ::1 or localhost) while AUTH_MODE is none; ' +
    'set AUTH_ALLOW_ANONYMOUS=true if something in front decides who may talk to the fleet';
  return [{ name: 'HOST', message }];
}

/** As a process of its own it shares log and conversations with the orchestrators, so both need an address. */
function sharingMistakes(config: Partial<Config>): Mistake<Config>[] {
  const message = 'is needed when the ingress runs as a process of its own (`npx turnfleet up` runs everything in one)';
  const needed = ['KAFKA_BROKERS', 'REDIS_URL'] as const;
  return needed.filter((name) => config[name] === undefined).map((name) => ({ name, message }));
}

/** What the ingress reads as a process of its own. */
export const readConfig = (env: Env): ParsedConfig<Config> =>
  parseConfig(configSchema, env, (config) => [
    ...exposureMistakes(config),
    ...authMistakes(config, { log: true, state: true }),
    ...sharingMistakes(config),
  ]);

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}
