import { topics } from '@turnfleet/contract/events';
import { type AuditedState, otherPartitions } from '@turnfleet/conversation';
import { type Clock, type Logger, TurnfleetError } from '@turnfleet/core';
import { openKafkaLog } from '@turnfleet/kafka';
import { createRedisState, openRedis } from '@turnfleet/redis';
import type { Env } from '@turnfleet/service-kit';
import type { TurnLog } from '@turnfleet/turn-engine';
import { brokersFrom } from './topics.ts';

/** The log and the state of a fleet, opened beside it. */
export interface OpenState {
  readonly log: Pick<TurnLog, 'read'>;
  readonly state: Pick<AuditedState, 'store' | 'audit'>;
  readonly partitions: number;
  readonly clock: Clock;
}

export interface OpenDeps {
  readonly env: Env;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What is done by hand writes no journals. */
const journalTtlMs = 3_600_000;

/** Does something with `KAFKA_BROKERS` and `REDIS_URL`; `invalid_request` unless both are set, and what that means. */
export async function withState<T>(
  { env, clock, logger }: OpenDeps,
  work: (open: OpenState) => Promise<T>,
): Promise<T> {
  const { KAFKA_BROKERS, REDIS_URL } = env;
  if (!KAFKA_BROKERS || !REDIS_URL) throw notSet(KAFKA_BROKERS ? 'REDIS_URL' : 'KAFKA_BROKERS');
  const log = await openKafkaLog({ brokers: brokersFrom(KAFKA_BROKERS), clientId: 'turnfleet-state', clock, logger });
  try {
    const partitions = await log.partitionsOf(topics.turns);
    const redis = await openRedis({ url: REDIS_URL, clock, logger });
    try {
      const state = createRedisState({ redis, partitions, journalTtlMs });
      const spread = await state.store.partitions();
      if (spread !== null && spread !== partitions) throw otherPartitions(spread, partitions);
      return await work({
        log,
        state,
        partitions,
        clock,
      });
    } finally {
      await redis.stop();
    }
  } finally {
    await log.close();
  }
}

const notSet = (name: string): TurnfleetError =>
  new TurnfleetError(
    'invalid_request',
    `${name} is not set. A fleet without Redis keeps its conversations inside its own process: they end with it, and ` +
      'with Kafka the next one rebuilds them by itself.',
    {
      suggestion:
        'For a fleet on both: KAFKA_BROKERS=127.0.0.1:9092 REDIS_URL=redis://127.0.0.1:6379 npx turnfleet state verify',
    },
  );
