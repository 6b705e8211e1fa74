import { randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { eventually } from '@turnfleet/testing/eventually';
import kafkajs from 'kafkajs';
import { type RunningApp, startApp } from './apps.ts';
import { closeAtTheEnd } from './cleanup.ts';
import { foreignProducer, turnMessage } from './foreign-producer.ts';
import { startFront } from './front.ts';
import { describeOnServers } from './servers.ts';
import { watchedFleet } from './watched-fleet.ts';

const patienceMs = 120_000;
const conversations = 6;
const turnsOfEach = 8;

describeOnServers('upstreams with topics of their own', ['kafka', 'redis'], (servers) => {
  const run = `ups-${process.pid}-${Date.now().toString(36)}`;
  const topicOf = (tenant: string): string => `${run}.${tenant}`;
  const scene = watchedFleet(servers, patienceMs, startFront);
  const signing = `k:${randomBytes(32).toString('hex')}`;

  /** Nobody may write to `chat.turns` unsigned. */
  const startOrchestrator = (): Promise<RunningApp> =>
    startApp('orchestrator', {
      ...{ ...servers().env, ...scene().fleet.env, AUTH_MODE: 'apikey', TURN_SIGNING_KEYS: signing },
      UPSTREAM_TOPICS: `${topicOf('acme')}=acme,${topicOf('beta')}=beta`,
    });

  async function createTopics(): Promise<void> {
    const kafka = new kafkajs.Kafka({ brokers: servers().brokers.split(','), logLevel: kafkajs.logLevel.NOTHING });
    const admin = kafka.admin();
    closeAtTheEnd(() => admin.disconnect());
    await admin.connect();
    const topics = ['acme', 'beta'].map((tenant) => ({ topic: topicOf(tenant), numPartitions: 3 }));
    await admin.createTopics({ topics, waitForLeaders: true });
    await eventually('the topics have leaders', 20_000, async () => {
      const { topics: found } = await admin.fetchTopicMetadata({ topics: topics.map(({ topic }) => topic) });
      return found.every(({ partitions }) => partitions.length === 3 && partitions.every(({ leader }) => leader >= 0))
        ? true
        : null;
    });
  }

  it(
    'have each turn answered once, in order and as their tenant’s, also when a worker is killed as it brings them in',
    async () => {
      const { seen } = scene();
      await createTopics();
      const upstream = await foreignProducer(servers().brokers);
      const first = await startOrchestrator();
      const names = Array.from({ length: conversations }, (_, i) => `${run}-acme-${i}.`);
      const sendAll = async (from: number, to: number): Promise<void> => {
        for (let number = from; number < to; number++)
          await upstream.send(
            names.map((name) => turnMessage(name, `t-${number}`, '你好')),
            'None',
            topicOf('acme'),
          );
      };
      await sendAll(0, turnsOfEach / 2);
      await seen.until('some are answered', () => seen.replies(`${run}-acme-`).length > 3);
      first.process.signal('SIGKILL');
      await first.process.ended;
      await sendAll(turnsOfEach / 2, turnsOfEach);
      const second = await startOrchestrator();
      await upstream.send([turnMessage(names[0] ?? '', 'stolen', '你好')], 'None', topicOf('beta'));
      await upstream.send([{ ...turnMessage(`${run}-beta.`, 't-0', '你好') }], 'None', topicOf('beta'));
      const all = conversations * turnsOfEach;
      await seen.until('all are answered', () => seen.replies(`${run}-acme-`).length >= all);
      await seen.until('the other tenant is answered', () => seen.replies(`${run}-beta.`).length > 0);
      await seen.until('what was stolen is a dead letter', () =>
        seen.records.some(
          ({ topic, headers, key }) =>
            topic === 'chat.turns.dlq' && String(key) === names[0] && String(headers['x-error-kind']) === 'not_found',
        ),
      );
      await seen.caughtUp();
      for (const name of names) {
        const ids = seen.replies(name).map(({ reply }) => reply.turnId);
        expect(ids).toEqual(Array.from({ length: turnsOfEach }, (_, i) => `t-${i}`));
      }
      const owners = new Set(seen.snapshots(`${run}-acme-`).map(({ conversation }) => conversation.owner?.tenant));
      expect(owners).toEqual(new Set(['acme']));
      expect(seen.snapshots(`${run}-beta.`)[0]?.conversation.owner?.tenant).toBe('beta');
      await second.stop();
    },
    2 * patienceMs,
  );
});
