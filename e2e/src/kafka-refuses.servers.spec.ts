import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { type Logger, silentLogger, systemClock } from '@turnfleet/core';
import { type KafkaLog, openKafkaLog } from '@turnfleet/kafka';
import { type BreakableServers, breakableServers, type RestartableServer } from '@turnfleet/services/for-faults';
import { eventually } from '@turnfleet/testing/eventually';
import type { Membership } from '@turnfleet/turn-engine';
import { Kafka, logLevel } from 'kafkajs';
import { describeOnServers, startingMs } from './servers.ts';

const patienceMs = 240_000;
const topic = 'needs-three';
/** Long enough for the group to give its member up, and for the first new consumer to be refused. */
const refusedMs = Number(process.env['REFUSED_MS'] ?? 60_000);

describeOnServers('a Kafka that answers and refuses writes', ['kafka'], () => {
  let servers: BreakableServers;
  let nodes: readonly RestartableServer[];
  let log: KafkaLog;
  const told: string[] = [];
  const tell = (about: object, text: string): void => {
    told.push(text);
    if (process.env['SHOW']) process.stderr.write(`${new Date().toISOString()} ${text} ${JSON.stringify(about)}\n`);
  };
  const logger: Logger = { ...silentLogger, info: tell, warn: tell, error: tell };

  beforeAll(async () => {
    servers = breakableServers(() => undefined, new AbortController().signal);
    nodes = await servers.startKafka(3, { 'min.insync.replicas': '3' });
    const brokers = nodes.map(({ url }) => url);
    const admin = new Kafka({ brokers, clientId: 'spec', logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic, numPartitions: 1, replicationFactor: 3 }], waitForLeaders: true });
    await admin.disconnect();
    log = await openKafkaLog({ brokers, clientId: 'spec', clock: systemClock, logger });
  }, startingMs);
  afterAll(async () => {
    await log?.close();
    await servers.stop();
  }, startingMs);

  const append = (value: string) =>
    log.append({ topic, partition: 0, key: null, value: Buffer.from(value), headers: {} });

  it(
    'is named and told of once; the member stays, what waits is written when replicas are back',
    async () => {
      const assigned = Promise.withResolvers<void>();
      const records: string[] = [];
      const membership: Membership = await log.join('group', topic, {
        assigned: async () => assigned.resolve(),
        revoked: async () => undefined,
        deliver: (_, more) => void records.push(...more.map(({ value }) => Buffer.from(value ?? []).toString())),
      });
      await assigned.promise;
      await append('before');
      await membership.commit(new Map([[0, 1n]]));
      const ended = jest.fn();
      membership.ended.then(ended, ended);

      await nodes[2]?.kill();
      const appended = eventually('it is written', patienceMs, () => append('patient').catch(() => null));
      await eventually('it is named', patienceMs, async () => log.problem());
      // Topic or group, whichever was refused first.
      expect(log.problem()).toMatch(new RegExp(`^Kafka refuses writes to (${topic}/0|group group)`));
      const commit = () =>
        membership.commit(new Map([[0, 1n]])).then(
          () => true,
          () => null,
        );
      const endsAt = systemClock.monotonic() + refusedMs;
      await eventually('it has refused for a while', patienceMs, async () => {
        const trouble = log.problem();
        await commit();
        tell({ problem: trouble, since: membership.sinceHeartbeatMs() }, 'state');
        return systemClock.monotonic() > endsAt || null;
      });
      expect(log.problem()).not.toBeNull();
      expect(ended).not.toHaveBeenCalled();
      await nodes[2]?.start();
      await appended;
      await eventually('offsets are committed', patienceMs, commit);
      expect(log.problem()).toBeNull();
      expect(told.filter((text) => text.startsWith('Kafka '))).toEqual([
        'Kafka refuses writes; turns wait',
        'Kafka takes writes again; turns go on',
      ]);
      await membership.leave();
    },
    patienceMs,
  );
});
