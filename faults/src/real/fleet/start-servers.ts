import { silentLogger, systemClock } from '@turnfleet/core';
import { ensureTopics } from '@turnfleet/kafka';
import { createDatabase, startServices } from '@turnfleet/services';
import { breakableServers, type RestartableServer } from '@turnfleet/services/for-faults';
import { type RedisPair, startRedisPair } from './redis-pair.ts';

/** What a fleet stands on; its topics exist. */
export interface FleetServers {
  readonly brokers: string;
  readonly nodes: readonly RestartableServer[];
  readonly redis: RedisPair;
  readonly databaseUrl: string;
}

/** To be called in reverse order, also when what they belong to could not be started as a whole. */
export type Closers = (() => Promise<unknown>)[];

/** Three brokers, Redis with a copy, and a database of its own in PostgreSQL. */
export async function startServers(
  say: (line: string) => void,
  signal: AbortSignal,
  closers: Closers,
): Promise<FleetServers> {
  const servers = breakableServers(say, signal);
  closers.push(() => servers.stop());
  say('starting three brokers, Redis with a copy, PostgreSQL …');
  const [nodes, redis, postgres] = await Promise.all([
    servers.startKafka(3),
    startRedisPair(servers),
    startServices({ only: ['postgres'], log: say, signal }),
  ]);
  closers.push(
    () => postgres.stop(),
    () => redis.close(),
  );
  const found = postgres.services.postgres;
  if (found?.kind !== 'ready') throw new Error(`There is no PostgreSQL: ${found?.reason}`);
  const database = await createDatabase(found.url, `faults_${process.pid}_${Date.now()}`);
  closers.push(() => database.drop());
  const brokers = nodes.map(({ url }) => url);
  await ensureTopics({ brokers, clientId: 'faults', clock: systemClock, logger: silentLogger });
  return { brokers: brokers.join(','), nodes, redis, databaseUrl: database.url };
}
