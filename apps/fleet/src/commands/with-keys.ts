import { keysFile } from '@turnfleet/auth';
import { type Clock, type Logger, silentLogger, TurnfleetError } from '@turnfleet/core';
import type { ApiKeyStore } from '@turnfleet/principal';
import { createRedisAccess, openRedis } from '@turnfleet/redis';
import type { Env } from '@turnfleet/service-kit';

export interface KeysDeps {
  readonly env: Env;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Does something with the keys where they are kept; `invalid_request` if nobody said where that is. */
export async function withKeys<T>(
  { env, clock, logger }: KeysDeps,
  file: string | undefined,
  work: (store: ApiKeyStore) => Promise<T>,
): Promise<T> {
  const path = file || env['API_KEYS_FILE'];
  // A file that is not there yet is no mistake here: it is made.
  if (path) return work(keysFile(path, clock, silentLogger));
  const url = env['REDIS_URL'];
  if (!url) throw nowhere();
  const redis = await openRedis({ url, clock, logger });
  try {
    return await work(createRedisAccess(redis));
  } finally {
    await redis.stop();
  }
}

function nowhere(): TurnfleetError {
  return new TurnfleetError(
    'invalid_request',
    'Neither API_KEYS_FILE (or --file) nor REDIS_URL says where keys are kept.',
    {
      suggestion: 'For one fleet in one process: --file keys.yaml, and API_KEYS_FILE=keys.yaml for the fleet.',
    },
  );
}
