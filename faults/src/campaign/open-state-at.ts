import { Redis } from 'ioredis';
import { onRedis } from '../sim/state/redis-state.ts';
import type { OpenState } from '../sim/state/sim-state.ts';

const clients = new Map<string, Redis>();

/** The state on the Redis at this address, over one connection for the thread; undefined: in memory. */
export function openStateAt(redisUrl: string | undefined): OpenState | undefined {
  if (redisUrl === undefined) return undefined;
  const client = clients.get(redisUrl) ?? new Redis(redisUrl, { maxRetriesPerRequest: 0, retryStrategy: null });
  clients.set(redisUrl, client);
  return onRedis(client);
}
