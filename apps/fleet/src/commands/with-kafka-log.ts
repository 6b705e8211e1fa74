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

/** What a command wants of the log. */
export interface LogUse {
  readonly clientId: string;
  /** What is not there without Kafka, as the middle of a sentence. */
  readonly lost: string;
  readonly example: string;
}

/** Does something with the log at `KAFKA_BROKERS`; `invalid_request` if that is not set, and what that means. */
export async function withKafkaLog<T>(
  { env, clock, logger }: LogDeps,
  use: LogUse,
  work: (log: TurnLog) => Promise<T>,
): Promise<T> {
  const brokers = brokersOf(env['KAFKA_BROKERS'], use);
  const log = await openKafkaLog({ brokers, clientId: use.clientId, clock, logger });
  try {
    return await work(log);
  } finally {
    await log.close();
  }
}

function brokersOf(value: string | undefined, { lost, example }: LogUse): readonly string[] {
  if (value) return brokersFrom(value);
  throw new TurnfleetError(
    'invalid_request',
    `KAFKA_BROKERS is not set. A fleet without Kafka keeps its log inside its own process, ${lost}: nobody ` +
      'else can read it, and it ends with the process.',
    { suggestion: `For a fleet on Kafka: ${example}` },
  );
}
