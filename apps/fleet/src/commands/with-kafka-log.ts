import { type Clock, type Logger, TurnfleetError } from '@turnfleet/core';
import { openKafkaLog } from '@turnfleet/kafka';
import type { Env } from '@turnfleet/service-kit';
import type { TurnLog } from '@turnfleet/turn-engine';
import { brokersFrom } from './topics.ts';

export interface LogDeps {
  readonly env: Env;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Does something with the log at `KAFKA_BROKERS`; `invalid_request` if that is not set, and what that means. */
export async function withKafkaLog<T>({ env, clock, logger }: LogDeps, work: (log: TurnLog) => Promise<T>): Promise<T> {
  const brokers = brokersOf(env['KAFKA_BROKERS']);
  const log = await openKafkaLog({ brokers, clientId: 'turnfleet-dlq', clock, logger });
  try {
    return await work(log);
  } finally {
    await log.close();
  }
}

function brokersOf(value: string | undefined): readonly string[] {
  if (value) return brokersFrom(value);
  throw new TurnfleetError(
    'invalid_request',
    'KAFKA_BROKERS is not set. A fleet without Kafka keeps its log inside its own process, the dead letters too: nobody ' +
      'else can read them, and they end with it.',
    { suggestion: 'For a fleet on Kafka: KAFKA_BROKERS=127.0.0.1:9092 npx turnfleet dlq list' },
  );
}
