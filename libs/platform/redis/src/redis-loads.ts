import { type LoadBoard, loadsOf } from '@turnfleet/admission';
import type { RedisConnection } from './connection.ts';
import { publishReportScript, readReportsScript, withdrawReportScript } from './fleet-status-scripts.ts';

/** What the processes of the whole fleet tell of their load, in one hash. */
export function createRedisLoads(redis: Pick<RedisConnection, 'run' | 'prefix'>): LoadBoard {
  const key = `{${redis.prefix}:fleet}:loads`;
  return {
    async tell(load, ttlMs) {
      await redis.run(publishReportScript, [key], [load.name, ttlMs, JSON.stringify(load)]);
    },
    async withdraw(name) {
      await redis.run(withdrawReportScript, [key], [name]);
    },
    async read() {
      const [, ...texts] = await redis.run(readReportsScript, [key], []);
      return loadsOf(texts);
    },
  };
}
