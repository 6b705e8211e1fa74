import type { EndpointQuota } from '@turnfleet/model';
import { unexpectedAnswer } from './answer.ts';
import type { RedisConnection } from './connection.ts';
import { addQuotaScript, takeQuotaScript } from './quota-scripts.ts';

/** What the whole fleet asks of each endpoint, by the clock of Redis; each endpoint under a hash tag of its own. */
export function createRedisQuota(redis: Pick<RedisConnection, 'run' | 'prefix'>): EndpointQuota {
  const keyOf = (endpoint: string): string => `{${redis.prefix}:endpoint/${endpoint}}:minute`;
  return {
    async take(endpoint, { requests, tokens }, limits) {
      const args = [requests, tokens, limits.requests ?? '', limits.tokens ?? ''];
      const [kind, first = '', second = ''] = await redis.run(takeQuotaScript, [keyOf(endpoint)], args);
      if (kind === 'granted') return { granted: true, at: Number(first) };
      if (kind !== 'held' || (first !== 'requests' && first !== 'tokens')) throw unexpectedAnswer(kind);
      return { granted: false, by: first, waitMs: second === '-1' ? Number.POSITIVE_INFINITY : Number(second) };
    },
    async add(endpoint, { requests, tokens }, at) {
      await redis.run(addQuotaScript, [keyOf(endpoint)], [requests, tokens, at ?? '']);
    },
  };
}
