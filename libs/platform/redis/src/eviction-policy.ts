import { TurnfleetError } from '@turnfleet/core';

/**
 * An evicted conversation would look like a new one, so a Redis that may evict is refused: `invalid_request`. `info` is what
 * INFO says of its memory, as managed services forbid CONFIG.
 */
export function checkEvictionPolicy(info: string, host: string): void {
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
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
