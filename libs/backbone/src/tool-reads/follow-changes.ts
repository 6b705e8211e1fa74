import { SpanKind } from '@opentelemetry/api';
import { type Change, changeKinds, decodeChange, headerText, topics } from '@turnfleet/contract/events';
import type { Clock, Logger } from '@turnfleet/core';
import { attributes, contextOf, counter, histogram, withSpan } from '@turnfleet/telemetry';
import type { Invalidate } from '@turnfleet/tools';
import type { Following, LogFeed, LogRecord } from '@turnfleet/turn-engine';

interface FollowChangesDeps {
  readonly feed: LogFeed;
  readonly invalidate: Invalidate;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What somebody else keeps of the time before this process began: longer than any tool's result may be used. */
const beforeStartMs = 2 * 3_600_000;

/**
 * Ends what is kept of results that a change in the shop touches, in every process by itself. Begins with the changes of the
 * last hours, for what outlives a process; after changes that nobody will ever tell, all that was kept counts as changed.
 */
export function followChanges({ feed, invalidate, clock, logger }: FollowChangesDeps): Promise<Following> {
  const heard = counter('turnfleet.changes.heard');
  const delay = histogram('turnfleet.changes.delay');
  const begun = clock.now();
  let unreadable = 0;

  const apply = (record: LogRecord, change: Change): void => {
    const { kind, subject, tenant, at } = change;
    const atMs = Date.parse(at);
    invalidate({ kind, subject, atMs, ...(tenant === undefined ? {} : { tenant }) });
    heard.add(1, { kind });
    // Those of the time before were not waited for.
    if (record.timestamp >= begun) delay.record(Math.max(0, clock.now() - atMs) / 1_000, { kind });
  };
  const hear = (record: LogRecord): void => {
    const change = decodeChange(record);
    if (!change) {
      heard.add(1, { kind: 'unreadable' });
      if (unreadable++ === 0)
        logger.warn(placeOf(record), 'a record of shop.changes cannot be read, and is passed over');
      return;
    }
    if (record.timestamp < begun) apply(record, change);
    else void withSpan({ ...span, parent: traceOf(record) }, async () => apply(record, change));
  };

  return feed.follow(topics.changes, begun - beforeStartMs, {
    deliver: (records) => records.forEach(hear),
    missed: () => {
      logger.warn({}, 'changes of the shop were missed: nothing that was kept before counts as fresh');
      for (const kind of changeKinds) invalidate({ kind, subject: '', atMs: clock.now() });
      heard.add(1, { kind: 'missed' });
    },
  });
}

const placeOf = ({ topic, partition, offset }: LogRecord) => ({ topic, partition, offset: String(offset) });

const traceOf = ({ headers }: LogRecord) => {
  const text = (name: string): string | undefined => headerText(headers, name) ?? undefined;
  return contextOf({ traceparent: text('traceparent'), tracestate: text('tracestate') });
};

const span = {
  scope: 'turnfleet/orchestrator',
  name: `process ${topics.changes}`,
  kind: SpanKind.CONSUMER,
  attributes: {
    [attributes.messagingSystem]: 'kafka',
    [attributes.messagingOperation]: 'process',
    [attributes.messagingOperationType]: 'process',
    [attributes.messagingDestination]: topics.changes,
  },
} as const;
