import type { Clock, Logger } from '@turnfleet/core';
import { type Running, startParts } from '@turnfleet/service-kit';
import { openSqliteResults } from '@turnfleet/sql';
import { counter, observeGauge } from '@turnfleet/telemetry';
import { type FurtherStore, type ReadEvents, type ToolReads, toolReads } from '@turnfleet/tools';
import type { Backbone } from '../open-backbone.ts';
import { followChanges } from './follow-changes.ts';

interface ToolReadsOptions extends Pick<Backbone, 'toolResults' | 'feed'> {
  readonly config: { readonly TOOL_CACHE_MB: number; readonly TOOL_CACHE_FILE?: string | undefined };
  readonly clock: Clock;
  readonly logger: Logger;
}

const mebibyte = 2 ** 20;
/** What changes within seconds is not worth a file. */
const leastOnDiskMs = 60_000;

/**
 * Reads of tools from what was kept: in this process, in Redis where there is one, and in the file that `TOOL_CACHE_FILE`
 * names. Resolves once what is told of changes in the shop is heard. Fails as `follow` of the feed does.
 */
export function openToolReads({
  config: { TOOL_CACHE_MB: megabytes, TOOL_CACHE_FILE: path },
  toolResults,
  feed,
  clock,
  logger,
}: ToolReadsOptions): Promise<Running & { readonly reads: ToolReads }> {
  return startParts(async (keep) => {
    const unreadable = counter('turnfleet.tools.kept.unreadable');
    const onUnreadable = (store: string) => (): void => unreadable.add(1, { store });
    const maxBytes = megabytes * mebibyte;
    const redis = toolResults?.({ maxBytes, onUnreadable: onUnreadable('redis') });
    const disk = path && openSqliteResults({ path, maxBytes, clock, logger, onUnreadable: onUnreadable('disk') });
    if (disk) keep({ stop: async () => disk.close() });
    const further: FurtherStore[] = [
      ...(redis ? [{ name: 'redis', store: redis, leastAgeMs: 0 }] : []),
      ...(disk ? [{ name: 'disk', store: disk, leastAgeMs: leastOnDiskMs }] : []),
    ];
    const reads = toolReads({ clock, maxBytes, further, events: readMetrics() });
    const unobserve = [
      observeGauge('turnfleet.tools.kept.bytes', (result) => result.observe(reads.bytes)),
      observeGauge('turnfleet.tools.kept.entries', (result) => result.observe(reads.entries)),
    ];
    keep({ stop: async () => unobserve.forEach((remove) => remove()) });
    keep(await followChanges({ feed, invalidate: reads.invalidate, clock, logger }));
    return { reads };
  });
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
