import { connect as connectTcp } from 'node:net';
import { afterEach, expect, it } from '@jest/globals';
import { systemClock } from '@turnfleet/core';
import { logFeedContract, startTcpProxy, Watch } from '@turnfleet/testing';
import type { LogRecord } from '@turnfleet/turn-engine';
import { openKafkaLog } from '../kafka-log.ts';
import { describeWithKafka, openSpecKafka } from '../spec-kafka.ts';
import { followTopic } from './follow-topic.ts';

describeWithKafka(process.env, 'news from Kafka', (brokers) => {
  logFeedContract('the Kafka log', async () => {
    const kafka = await openSpecKafka(brokers);
    const log = await openKafkaLog(kafka.options);
    return {
      log,
      createTopic: (partitions) => kafka.createTopic(partitions),
      stop: async () => {
        await log.close();
        await kafka.stop();
      },
    };
  });

  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  }, 30_000);

  /** A follower behind a connection that can be refused, and a log beside it. */
  async function scene() {
    const kafka = await openSpecKafka(brokers);
    const [host = '', port = ''] = (kafka.options.brokers[0] ?? '').split(':');
    const proxy = await startTcpProxy({ host, port: Number(port) });
    const log = await openKafkaLog(kafka.options);
    stops.push(
      () => kafka.stop(),
      () => proxy.close(),
      () => log.close(),
    );
    const topic = await kafka.createTopic(1);
    const watch = new Watch(20_000);
    const told: LogRecord[] = [];
    let missed = 0;
    const following = await followTopic(
      { ...kafka.options, connect: () => connectTcp(proxy.port, '127.0.0.1') },
      topic,
      systemClock.now(),
      {
        deliver: (records) => {
          told.push(...records);
          watch.changed();
        },
        missed: () => {
          missed++;
          watch.changed();
        },
      },
    );
    stops.push(() => following.stop());
    const append = (value: string) =>
      log.append({ topic, partition: 0, key: null, value: Buffer.from(value), headers: {} });
    return {
      proxy,
      kafka,
      topic,
      watch,
      append,
      values: () => told.map(({ value }) => String(value)),
      missed: () => missed,
    };
  }

  it('come all the same after an outage, none twice and none left out', async () => {
    const { proxy, watch, append, values, missed } = await scene();
    await append('before');
    await watch.until('the first is told', () => values().length === 1);
    proxy.refuse();
    await append('meanwhile');
    await append('too');
    proxy.admit();
    await append('after');
    await watch.until('all are told', () => values().length >= 4);
    expect(values()).toEqual(['before', 'meanwhile', 'too', 'after']);
    expect(missed()).toBe(0);
  }, 60_000);

  it('are said to be missed if Kafka deleted them during the outage, and go on from there', async () => {
    const { proxy, kafka, topic, watch, append, values, missed } = await scene();
    await append('before');
    await watch.until('the first is told', () => values().length === 1);
    proxy.refuse();
    await append('lost');
    const { offset } = await append('lost too');
    await kafka.admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(offset + 1n) }] });
    proxy.admit();
    await watch.until('it is said', () => missed() === 1);
    await append('after');
    await watch.until('the next one is told', () => values().length === 2);
    expect(values()).toEqual(['before', 'after']);
  }, 60_000);
});
