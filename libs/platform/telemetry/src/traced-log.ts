import { SpanKind } from '@opentelemetry/api';
import { topics } from '@turnfleet/contract/events';
import type { NewRecord, TurnLog } from '@turnfleet/turn-engine';
import { attributes } from './attributes.ts';
import { traceHeaders, withSpan } from './with-span.ts';

/** The log with a span around every append, whose context travels in the record's headers; dead letters keep theirs. */
export function tracedLog(log: TurnLog, scope: string): TurnLog {
  const append = (record: NewRecord): ReturnType<TurnLog['append']> =>
    withSpan(
      {
        scope,
        name: `send ${record.topic}`,
        kind: SpanKind.PRODUCER,
        attributes: {
          [attributes.messagingSystem]: 'kafka',
          [attributes.messagingOperation]: 'send',
          [attributes.messagingOperationType]: 'send',
          [attributes.messagingDestination]: record.topic,
          [attributes.messagingPartition]: String(record.partition),
        },
      },
      () => log.append(record.topic === topics.deadLetters ? record : withContext(record)),
    );
  return { ...boundTo(log), append };
}

function withContext(record: NewRecord): NewRecord {
  return { ...record, headers: { ...record.headers, ...encoded(traceHeaders()) } };
}

function encoded(headers: Readonly<Record<string, string>>): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, new TextEncoder().encode(value)]));
}

function boundTo(log: TurnLog): TurnLog {
  return {
    partitionsOf: (topic) => log.partitionsOf(topic),
    join: (group, topic, member) => log.join(group, topic, member),
    recordLimit: (topic) => log.recordLimit(topic),
    append: (record) => log.append(record),
    read: (topic, partition, from) => log.read(topic, partition, from),
    endOf: (topic, partition) => log.endOf(topic, partition),
    close: () => log.close(),
  };
}
