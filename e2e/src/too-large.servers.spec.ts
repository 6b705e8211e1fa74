import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from '@jest/globals';
import { openBackbone } from '@turnfleet/backbone';
import { homePartition, topics } from '@turnfleet/contract/events';
import { cutNote } from '@turnfleet/contract/schemas';
import { silentLogger, systemClock } from '@turnfleet/core';
import { ensureTopics } from '@turnfleet/kafka';
import { type ModelClient, plainRouter } from '@turnfleet/model';
import { breakableServers } from '@turnfleet/services/for-faults';
import type { ToolUse } from '@turnfleet/tools';
import { engineLife, startWorker } from '@turnfleet/worker';
import kafkajs, { type Admin } from 'kafkajs';
import { closeAtTheEnd } from './cleanup.ts';
import { type ForeignProducer, foreignProducer, turnMessage } from './foreign-producer.ts';
import { describeOnServers, startingMs } from './servers.ts';
import { type TopicWatch, watchTopics } from './topic-watch.ts';

const patienceMs = 60_000;
const { Kafka, ConfigResourceTypes, logLevel } = kafkajs;
const parts = { clientId: 'e2e', clock: systemClock, logger: silentLogger };
const noTools: ToolUse = { callAll: () => Promise.reject(new Error()), callHeld: () => Promise.reject(new Error()) };

/** Answers with as many bytes as it is asked for, in lines. */
const talkative: ModelClient = {
  async *stream({ messages }) {
    const question = messages.at(-1);
    const bytes = Number(question && 'text' in question ? question.text : 0);
    for (let told = 0; told < bytes; told += 1_100) yield { kind: 'text', text: 'There are 3.\n'.repeat(85) };
    yield { kind: 'end', toolCalls: [], reason: 'stop', usage: { inputTokens: 1, outputTokens: 1 } };
  },
};

/** A broker of its own, as limits of topics are changed; everything beside it is in this process. */
describeOnServers('a record that its topic does not take', ['kafka'], () => {
  let brokers = '';
  let admin: Admin;
  let upstream: ForeignProducer;
  let seen: TopicWatch;

  beforeAll(async () => {
    const breakable = breakableServers(() => undefined, new AbortController().signal);
    closeAtTheEnd(() => breakable.stop());
    const [broker] = await breakable.startKafka(1);
    brokers = broker?.url ?? '';
    await ensureTopics({ ...parts, brokers: [brokers] }, { partitions: 1 });
    admin = new Kafka({ clientId: 'e2e-operator', brokers: [brokers], logLevel: logLevel.NOTHING }).admin();
    closeAtTheEnd(() => admin.disconnect());
    await admin.connect();
    [upstream, seen] = await Promise.all([foreignProducer(brokers), watchTopics(brokers, patienceMs)]);
    const backbone = await openBackbone({ ...parts, brokers: [brokers], redisUrl: undefined, journalTtlMs: 60_000 });
    closeAtTheEnd(() => backbone.stop());
    const worker = await startWorker({
      ...backbone,
      ...parts,
      config: {
        KAFKA_GROUP_ID: 'e2e',
        TURN_DEADLINE_SECONDS: 30,
        SHOP_TIME_ZONE: 'Asia/Shanghai',
        GROUNDING_OFF: new Set(['*']),
        DRAIN_SECONDS: 5,
        MAX_TURNS_IN_FLIGHT: 10,
        MAX_TURN_ATTEMPTS: 3,
        COALESCE_MS: 0,
      },
      newId: randomUUID,
      life: engineLife(),
      model: { client: talkative, router: plainRouter(systemClock), countTokens: (text) => text.length },
      toolBox: { offer: () => [], ofTurn: () => noTools },
      maintenance: { idleMs: 1e9, everyMs: 1e9, random: Math.random },
    });
    closeAtTheEnd(() => worker.stop());
  }, startingMs);

  const limit = async (name: string, bytes: number): Promise<void> => {
    const configEntries = [{ name: 'max.message.bytes', value: String(bytes) }];
    await admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name, configEntries }],
    });
  };
  const answerTo = async (turnId: string, bytes: number) => {
    await upstream.send([{ ...turnMessage('c-large', turnId, String(bytes)), partition: homePartition('c-large', 1) }]);
    const found = () => seen.replies('c-large').filter(({ reply }) => reply.turnId === turnId);
    await seen.until(`${turnId} is answered`, () => found().length > 0);
    return found()[0]?.reply;
  };

  it(
    'as an answer of 1.1 MB with newlines ends as a reply that says so, and the partition goes on',
    async () => {
      const reply = await answerTo('t-1', 1_100_000);
      expect(reply?.status).toBe('degraded');
      expect(reply?.text.endsWith(cutNote('en'))).toBe(true);
      expect(await answerTo('t-2', 1_000)).toMatchObject({ status: 'completed', version: 2 });
    },
    patienceMs,
  );

  it.each([
    ['chat.replies', topics.replies, 't-3'],
    ['chat.conversations', topics.conversations, 't-5'],
  ])(
    'as an operator lowered the limit of %s ends as a shorter one, and the partition goes on',
    async (_, topic, turnId) => {
      await limit(topic, 20_000);
      const reply = await answerTo(turnId, 40_000);
      expect(reply?.text.endsWith(cutNote('en'))).toBe(true);
      const next = await answerTo(`${turnId}-next`, 1_000);
      expect(next).toMatchObject({ status: 'completed', version: (reply?.version ?? 0) + 1 });
    },
    patienceMs,
  );

  it(
    'as chat.usage takes nothing any more is one reply each all the same',
    async () => {
      await limit(topics.usage, 100);
      await answerTo('t-7', 1_000);
      await answerTo('t-8', 1_000);
      await seen.caughtUp();
      const replies = seen.replies('c-large').map(({ reply }) => reply.turnId);
      expect(replies).toEqual([...new Set(replies)]);
      expect(seen.snapshots('c-large').at(-1)?.conversation.version).toBe(replies.length);
    },
    patienceMs,
  );
});
