import type { Backbone } from '@turnfleet/backbone';
import type { Clock, Logger } from '@turnfleet/core';
import type { Running } from '@turnfleet/service-kit';
import { openSqliteResults } from '@turnfleet/sql';
import { counter, observeGauge } from '@turnfleet/telemetry';
import {
  type AheadEvents,
  type FurtherStore,
  type ReadAhead,
  type ReadEvents,
  readAhead,
  type ToolReads,
  toolReads,
} from '@turnfleet/tools';
import type { Config } from './config.ts';

interface ToolCacheDeps extends Pick<Backbone, 'toolResults'> {
  /** Share of its capacity that this process uses, from 0 to 1. */
  readonly load: () => number;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface ToolCache extends Running {
  readonly reads: ToolReads;
  readonly readAhead: ReadAhead;
}

const mebibyte = 2 ** 20;
/** What changes within seconds is not worth a file. */
const leastOnDiskMs = 60_000;

/** What tools returned: in this process, in Redis where there is one, and in the file that `TOOL_CACHE_FILE` names. */
export function openToolCache(
  { TOOL_CACHE_MB: megabytes, TOOL_CACHE_FILE: path }: Pick<Config, 'TOOL_CACHE_MB' | 'TOOL_CACHE_FILE'>,
  { clock, logger, toolResults, load }: ToolCacheDeps,
): ToolCache {
  const unreadable = counter('turnfleet.tools.kept.unreadable');
  const onUnreadable = (store: string) => (): void => unreadable.add(1, { store });
  const maxBytes = megabytes * mebibyte;
  const redis = toolResults?.({ maxBytes, onUnreadable: onUnreadable('redis') });
  const disk = path && openSqliteResults({ path, maxBytes, clock, logger, onUnreadable: onUnreadable('disk') });
  const further: FurtherStore[] = [
    ...(redis ? [{ name: 'redis', store: redis, leastAgeMs: 0 }] : []),
    ...(disk ? [{ name: 'disk', store: disk, leastAgeMs: leastOnDiskMs }] : []),
  ];
  const reads = toolReads({ clock, maxBytes, further, events: readMetrics() });
  const unobserve = [
    observeGauge('turnfleet.tools.kept.bytes', (result) => result.observe(reads.bytes)),
    observeGauge('turnfleet.tools.kept.entries', (result) => result.observe(reads.entries)),
  ];
  return {
    reads,
    readAhead: readAhead({ clock, reads, load, events: aheadMetrics() }),
    stop: async () => {
      for (const remove of unobserve) remove();
      if (disk) disk.close();
    },
  };
}

function aheadMetrics(): AheadEvents {
  const ahead = counter('turnfleet.tools.ahead');
  return { ahead: (tool, what) => ahead.add(1, { tool, what }) };
}

function readMetrics(): ReadEvents {
  const reads = counter('turnfleet.tools.reads');
  const overtaken = counter('turnfleet.tools.kept.overtaken');
  const changes = counter('turnfleet.tools.kept.changes');
  const failures = counter('turnfleet.tools.kept.failures');
  return {
    answered: (tool, from, isOlder) => reads.add(1, { tool, from, age: isOlder ? 'older' : 'within' }),
    overtaken: (tool) => overtaken.add(1, { tool }),
    changed: ({ kind, subject }) => changes.add(1, { kind, gap: String(subject === '') }),
    failed: (store) => failures.add(1, { store }),
  };
}
