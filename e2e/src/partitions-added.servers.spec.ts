import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { homePartition, topics } from '@turnfleet/contract/events';
import { silentLogger, systemClock } from '@turnfleet/core';
import { ensureTopics } from '@turnfleet/kafka';
import { type BreakableServers, breakableServers } from '@turnfleet/services/for-faults';
import { eventually } from '@turnfleet/testing/eventually';
import kafkajs from 'kafkajs';
import { ask } from './client.ts';
import { type RunningFleet, startFleet } from './fleet.ts';
import { foreignProducer, turnMessage } from './foreign-producer.ts';
import { problems, untilReadinessNames } from './readiness.ts';
import { describeOnServers, startingMs } from './servers.ts';

const before = 24;
const after = 36;
const patienceMs = 60_000;

/** A conversation that producers who count the new partitions write to one of them. */
function conversationInNewPartition(): string {
  for (;;) {
    const id = `grown-${randomUUID()}`;
    if (homePartition(id, after) >= before) return id;
  }
}

/** Brokers and a store of the suite's own: partitions cannot be taken away again. */
describeOnServers('partitions that an operator adds to a running fleet', ['kafka', 'redis'], () => {
  let servers: BreakableServers;
  let env: Record<string, string>;
  let fleet: RunningFleet;

  beforeAll(async () => {
    servers = breakableServers(() => undefined, new AbortController().signal);
    const [broker] = await servers.startKafka(1);
    const redis = await servers.newRedis('redis-of-24-partitions');
    await redis.start();
    env = { KAFKA_BROKERS: broker?.url ?? '', KAFKA_GROUP_ID: 'grown', REDIS_URL: redis.url };
    await ensureTopics({
      clientId: 'e2e',
      clock: systemClock,
      logger: silentLogger,
      brokers: [env['KAFKA_BROKERS'] ?? ''],
    });
    fleet = await startFleet(env);
  }, startingMs);
  afterAll(() => servers.stop(), startingMs);

  const addPartitions = async (): Promise<void> => {
    const kafka = new kafkajs.Kafka({ brokers: [env['KAFKA_BROKERS'] ?? ''], logLevel: kafkajs.logLevel.NOTHING });
    const admin = kafka.admin();
    await admin.connect();
    await admin.createPartitions({ topicPartitions: Object.values(topics).map((topic) => ({ topic, count: after })) });
    await admin.disconnect();
  };

  it(
    'turns in them are answered in their conversations, the fleet says that it must not be restarted, and no process starts',
    async () => {
      const conversation = conversationInNewPartition();
      expect(await ask(fleet.url, conversation, 'SKU-2024-888 上海有货吗?', 't-1')).toMatchObject({ version: 1 });
      expect(await problems(fleet.url)).toEqual({});

      await addPartitions();
      const upstream = await foreignProducer(env['KAFKA_BROKERS'] ?? '');
      await upstream.send([turnMessage(conversation, 't-2', '那广州呢?')]);

      const view = await eventually('the turn in a new partition is answered', patienceMs, async () => {
        const seen = (await (await fetch(`${fleet.url}/v1/conversations/${conversation}`)).json()) as {
          readonly version: number;
          readonly turns: readonly { readonly turnId: string; readonly reply: object | null }[];
        };
        return seen.turns.some(({ turnId, reply }) => turnId === 't-2' && reply) ? seen : null;
      });
      expect(view).toMatchObject({ version: 2, turns: [{ turnId: 't-1' }, { turnId: 't-2' }] });
      await untilReadinessNames(fleet.url, /^orchestrator partitions$/, patienceMs);
      expect((await problems(fleet.url))['orchestrator partitions']).toContain('36 partitions instead of 24');

      await expect(startFleet({ ...env, KAFKA_GROUP_ID: 'grown-too' })).rejects.toThrow(
        /^ended with 1 [^]*over 24 partitions, but the topics have 36/,
      );
      await fleet.stop();
    },
    3 * patienceMs,
  );
});
