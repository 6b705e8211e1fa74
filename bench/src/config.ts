import { TurnfleetError } from '@turnfleet/core';

export interface Servers {
  /** `host:port` of some brokers. */
  readonly brokers: readonly string[];
  readonly redisUrl: string;
  /** They were started for this run: nobody else uses them. */
  readonly owned: boolean;
}

/** The servers that the environment names; null if it names none and may be run again with some. `overloaded` if none can be had. */
export function serversFrom(env: Readonly<NodeJS.ProcessEnv>): Servers | null {
  const { KAFKA_BROKERS: brokers, REDIS_URL: redisUrl } = env;
  // Set by tools/services, also where it could not find or start them.
  const owned = env['TURNFLEET_SERVICES_OWNED']?.split(',');
  if (brokers && redisUrl) {
    const all = ['kafka', 'redis'].every((server) => owned?.includes(server));
    return { brokers: brokers.split(','), redisUrl, owned: all };
  }
  if (owned === undefined) return null;
  const why = env['TURNFLEET_SERVICES_MISSING'] ?? 'KAFKA_BROKERS and REDIS_URL are not set';
  const suggestion =
    'Install them with "npm run services -- install", or name your own in KAFKA_BROKERS and REDIS_URL.';
  throw new TurnfleetError('overloaded', `The benchmarks need Kafka and Redis: ${why}.`, { suggestion });
}
