import { TurnfleetError } from '@turnfleet/core';
import type { Redis } from 'ioredis';

/** An evicted conversation would look like a new one, so a Redis that may evict is refused: `invalid_request`. */
export async function checkPolicy(client: Redis, host: string): Promise<void> {
  // INFO, as managed services forbid CONFIG.
  const policy = /^maxmemory_policy:(\S+)/m.exec(await client.info('memory'))?.[1];
  if (policy === undefined || policy === 'noeviction') return;
  throw new TurnfleetError(
    'invalid_request',
    `Redis at ${host} may throw away conversations when its memory is full: its maxmemory-policy is ${policy}.`,
    {
      suggestion:
        'Set it with `redis-cli config set maxmemory-policy noeviction` and in redis.conf, or use a Redis of its own.',
    },
  );
}
