import type { RateWindows, WindowTaken } from '@turnfleet/admission';
import { unexpectedAnswer } from './answer.ts';
import type { RedisConnection } from './connection.ts';
import { takeRateScript } from './rate-scripts.ts';

/** Requests over all doors, by the clock of Redis; what is asked for together under one hash tag. */
export function createRedisRates(redis: Pick<RedisConnection, 'run' | 'prefix'>): RateWindows {
  return {
    async take(group, asks) {
      const tag = `{${redis.prefix}:rate/${encodeURIComponent(group)}}`;
      const keys = asks.map(({ name }) => `${tag}:${encodeURIComponent(name)}`);
      const [, ...answer] = await redis.run(
        takeRateScript,
        keys,
        asks.map(({ limit }) => limit),
      );
      return answer.map(takenOf);
    },
  };
}

function takenOf(text: string): WindowTaken {
  const [, granted, left, moreIn] = /^([01]) (\d+) (\d+)$/.exec(text) ?? [];
  if (granted === undefined) throw unexpectedAnswer(text);
  return { granted: granted === '1', left: Number(left), moreInMs: Number(moreIn) };
}
