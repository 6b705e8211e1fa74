import type { Clock, Logger } from '@turnfleet/core';
import { counter } from '@turnfleet/telemetry';
import { codeOf, saysNotNow } from '../errors.ts';

/** Where something is written: a partition, or what the coordinator of a group keeps of its members and offsets. */
export type WritePlace = { readonly topic: string; readonly partition: number } | { readonly group: string };

/** Who writes tells how the brokers take it, of one place at a time. */
export interface RefusedWrites {
  refused(place: WritePlace, error: unknown): void;
  taken(place: WritePlace): void;
  /** Null unless brokers refuse writes, else which and why, in one sentence. */
  problem(): string | null;
}

/**
 * Longer than from one refusal to the next of a record that waits, as each request may take 15 s. Where nobody writes any
 * more nobody knows.
 */
const knownForMs = 45_000;
/** A change of leaders takes less: nobody has to know. */
const worthTellingMs = 5_000;

const meanings: Readonly<Record<string, string>> = {
  NOT_ENOUGH_REPLICAS: 'fewer replicas are in sync than min.insync.replicas asks for',
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: 'fewer replicas are in sync than min.insync.replicas asks for',
  REQUEST_TIMED_OUT: 'its replicas do not follow',
  KAFKA_STORAGE_ERROR: 'the disk of its broker has failed',
  LEADER_NOT_AVAILABLE: 'it has no leader',
  GROUP_COORDINATOR_NOT_AVAILABLE: 'its coordinator cannot keep its state (__consumer_offsets)',
  KafkaJSGroupCoordinatorNotFound: 'no broker coordinates it',
  NOT_LEADER_FOR_PARTITION: 'its leader is being changed',
};

/** Brokers that answer and refuse: what metadata does not show. Logged when it begins and when it ends. */
export function watchRefusedWrites(clock: Clock, logger: Logger): RefusedWrites {
  const refused = new Map<string, { readonly code: string; readonly since: number; readonly at: number }>();
  let told = false;
  const refusals = counter('turnfleet.kafka.writes.refused');
  const nameOf = (place: WritePlace): string =>
    'group' in place ? `group ${place.group}` : `${place.topic}/${place.partition}`;
  const problem = (): string | null => {
    for (const [name, { at }] of refused) if (clock.monotonic() - at > knownForMs) refused.delete(name);
    const lasting = [...refused].filter(([, { since, at }]) => at - since >= worthTellingMs);
    const [first] = lasting;
    if (!first) return null;
    const [name, { code }] = first;
    const more = lasting.length - 1;
    const others = more > 0 ? ` and ${more} other place${more > 1 ? 's' : ''}` : '';
    return `Kafka refuses writes to ${name}${others}: ${meanings[code] ?? 'not now'} (${code}); what has to be written waits.`;
  };
  return {
    refused: (place, error) => {
      if (!saysNotNow(error)) return;
      const code = codeOf(error);
      refusals.add(1, { place: 'group' in place ? 'group' : place.topic, code });
      const at = clock.monotonic();
      told &&= problem() !== null;
      refused.set(nameOf(place), { code, since: refused.get(nameOf(place))?.since ?? at, at });
      const trouble = problem();
      if (trouble !== null && !told) logger.warn({ problem: trouble }, 'Kafka refuses writes; turns wait');
      told = trouble !== null;
    },
    taken: (place) => {
      if (!refused.delete(nameOf(place)) || !told || problem() !== null) return;
      told = false;
      logger.info({}, 'Kafka takes writes again; turns go on');
    },
    problem,
  };
}
