import { ulid } from '@turnfleet/core';
import { openKafkaLog } from '@turnfleet/kafka';
import { hostPorts, type ServiceAdapters } from '@turnfleet/service-kit';
import type { Database } from '@turnfleet/sql';
import type { OutboxTables } from './outbox-tables.ts';
import { type ChangeLog, type ChangeRelay, relayChanges } from './relay-changes.ts';

/** What a service reads that tells its changes. */
export const changesConfig = {
  /** Unset: nobody is told. */
  KAFKA_BROKERS: hostPorts.optional(),
};

export interface ChangeAdapters extends ServiceAdapters {
  /** The log of the process, where it has one; else Kafka's, if it is configured. */
  readonly changeLog?: ChangeLog;
}

interface ChangesDeps {
  readonly service: string;
  readonly config: { readonly KAFKA_BROKERS?: readonly string[] | undefined };
  readonly adapters: ChangeAdapters;
  readonly database: Pick<Database<OutboxTables>, 'query'>;
}

/** A service starts and changes whether Kafka is there or not: what it has to tell waits in its outbox. */
export function openChanges({ service, config, adapters, database }: ChangesDeps): ChangeRelay {
  const { clock, logger, changeLog } = adapters;
  const { KAFKA_BROKERS: brokers } = config;
  const close: (() => Promise<void>)[] = [];
  const ofKafka = (of: readonly string[]) => async (): Promise<ChangeLog> => {
    const log = await openKafkaLog({ brokers: of, clientId: `turnfleet-${service}`, clock, logger });
    close.push(() => log.close());
    return log;
  };
  const log = changeLog ? async () => changeLog : brokers && ofKafka(brokers);
  const newId = (): string => ulid(clock.now(), Math.random);
  const relay = relayChanges({ database, service, log, clock, logger, newId });
  return {
    note: relay.note,
    stop: async () => {
      await relay.stop();
      await Promise.all(close.map((one) => one()));
    },
  };
}
