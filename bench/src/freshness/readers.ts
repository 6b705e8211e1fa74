import type { Clock } from '@turnfleet/core';
import { memoryResults, readAhead, readAnew, toolReads } from '@turnfleet/tools';
import { LRUCache } from 'lru-cache';
import { day } from './day.ts';
import { type Reader, tools } from './play-day.ts';

const maxBytes = 64 * 2 ** 20;

const eachOne = (make: (place: number) => Reader): readonly Reader[] =>
  Array.from({ length: day.orchestrators }, (_, place) => make(place));

interface TurnfleetOptions {
  /** What one has asked for the others find. */
  readonly shared: boolean;
  /** What usually comes next is asked ahead. */
  readonly ahead: boolean;
}

const askerOf = (user: string) => ({ tenant: 'default', user });

/** As the orchestrators read: in memory, then from what all share. */
export function turnfleet(clock: Clock, options: TurnfleetOptions): readonly Reader[] {
  const store = memoryResults(maxBytes);
  const further = options.shared ? [{ name: 'redis', store, leastAgeMs: 0 }] : [];
  return eachOne(() => {
    const reads = toolReads({ clock, maxBytes, further });
    const load = (): number => (options.ahead ? 0 : 1);
    const ahead = readAhead({ clock, reads, load, events: { ahead: () => undefined } });
    return {
      async read(tool, { args, user, conversationId }, call, deadline) {
        const asker = askerOf(user);
        const fetched = await reads.read({ tool, args, asker, fetch: call }, deadline);
        ahead({ conversationId, asker, tool, args, tools, call });
        return fetched;
      },
      hears: reads.invalidate,
    };
  });
}

/** As is usual: lru-cache with the max age as time to live, in each process. It hears of no change. */
export function timeToLive(clock: Clock): readonly Reader[] {
  return eachOne(() => {
    const kept = new LRUCache<string, { readonly asOf: number }>({
      max: 50_000,
      perf: { now: () => clock.monotonic() + 1 },
      ttlResolution: 0,
    });
    return {
      async read(tool, { args }, fetch) {
        const key = `${tool.name} ${JSON.stringify(args)}`;
        const found = kept.get(key);
        const answer = { found: true, result: {} } as const;
        if (found) return { answer, asOf: found.asOf, age: 'fresh', standsIn: false };
        const asOf = clock.now();
        await fetch();
        if (tool.freshness) kept.set(key, { asOf }, { ttl: tool.freshness.maxAgeMs });
        return { answer, asOf, age: 'new', standsIn: false };
      },
      hears: () => undefined,
    };
  });
}

export function everyReadIsACall(clock: Clock): readonly Reader[] {
  const anew = readAnew(clock);
  return eachOne(() => ({
    read: (tool, { args, user }, fetch, deadline) => anew({ tool, args, asker: askerOf(user), fetch }, deadline),
    hears: () => undefined,
  }));
}
