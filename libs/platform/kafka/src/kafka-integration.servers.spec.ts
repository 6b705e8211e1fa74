import { execFile } from 'node:child_process';
import { connect as connectTcp } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger, systemClock } from '@turnfleet/core';
import { startTcpProxy, type TcpProxy } from '@turnfleet/testing';
import { eventually } from '@turnfleet/testing/eventually';
import type { TurnLog } from '@turnfleet/turn-engine';
import { CompressionTypes } from 'kafkajs';
import { createClient, type KafkaOptions } from './client/client.ts';
import { type KafkaLog, openKafkaLog } from './kafka-log.ts';
import { collector, describeWithKafka, openSpecKafka, type SpecKafka } from './spec-kafka.ts';
import { planTopics } from './topics/topic-plan.ts';
import { checkTopics, ensureTopics } from './topics/topics-admin.ts';

const patienceMs = 60_000;
const run = promisify(execFile);
const text = (bytes: Uint8Array | null): string => Buffer.from(bytes ?? []).toString();
const record = (topic: string, value: string, partition = 0) => ({
  topic,
  partition,
  key: Buffer.from('c-1'),
  value: Buffer.from(value),
  headers: {},
});

async function readAll(log: TurnLog, topic: string, from = 0n, partition = 0): Promise<string[]> {
  const values: string[] = [];
  for await (const { value } of log.read(topic, partition, from)) values.push(text(value));
  return values;
}

describe('the Kafka log without brokers', () => {
  const nowhere: KafkaOptions = {
    brokers: ['127.0.0.1:1'],
    clientId: 'nowhere',
    clock: systemClock,
    logger: silentLogger,
  };

  it(
    'says at once that it cannot be reached, and what to do',
    async () => {
      const error: unknown = await openKafkaLog(nowhere).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ kind: 'overloaded', message: expect.stringContaining('127.0.0.1:1') });
      expect(error).toMatchObject({ details: { suggestion: expect.stringContaining('KAFKA_BROKERS') } });
      await expect(checkTopics(nowhere)).rejects.toMatchObject({ kind: 'overloaded' });
    },
    patienceMs,
  );
});

describeWithKafka(process.env, 'the Kafka log on a real Kafka', (brokers) => {
  let kafka: SpecKafka;
  let log: KafkaLog;
  beforeEach(async () => {
    kafka = await openSpecKafka(brokers);
    log = await openKafkaLog(kafka.options);
  }, patienceMs);
  afterEach(async () => {
    await log.close();
    await kafka.stop();
  }, patienceMs);

  const example = (what: string, body: () => Promise<void>): void => it(what, body, patienceMs);

  example('gives a record without a time as one, alone and beside others', async () => {
    const topic = await kafka.createTopic(1);
    const producer = createClient(kafka.options).kafka.producer();
    await producer.connect();
    const undated = { partition: 0, value: 'undated', timestamp: '-1' };
    await producer.send({ topic, messages: [undated] });
    await producer.send({ topic, messages: [undated, undated] });
    await producer.disconnect();
    const { member, records, until } = collector();
    const membership = await log.join(`${topic}-group`, topic, member);
    await until(() => records.length === 3);
    await membership.leave();
    expect(records.map(({ value, timestamp }) => [text(value), timestamp < 0])).toEqual(
      Array(3).fill(['undated', true]),
    );
    expect(await readAll(log, topic)).toEqual(Array(3).fill('undated'));
  });

  example('tells a member what was deleted before its group had finished it', async () => {
    const topic = await kafka.createTopic(1);
    const group = `${topic}-group`;
    for (const value of ['a', 'b', 'c', 'd']) await log.append(record(topic, value));
    const first = collector();
    const membership = await log.join(group, topic, first.member);
    await first.until(() => first.records.length === 4);
    await membership.commit(new Map([[0, 1n]]));
    await membership.leave();

    await kafka.admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '3' }] });
    const overtaken: bigint[][] = [];
    const { member, records, until } = collector();
    const told = { ...member, overtaken: (_: number, from: bigint, to: bigint) => void overtaken.push([from, to]) };
    const next = await log.join(group, topic, told);
    await until(() => records.length === 1);
    await next.leave();
    expect([overtaken, records.map(({ value }) => text(value))]).toEqual([[[1n, 3n]], ['d']]);
  });

  describe('compressed batches', () => {
    const values = Array.from({ length: 50 }, (_, i) => `第${i}条`.repeat(40));

    for (const name of ['GZIP', 'Snappy', 'LZ4', 'ZSTD'] as const)
      example(`of kafkajs in ${name} come back`, async () => {
        const topic = await kafka.createTopic(1);
        const producer = createClient(kafka.options).kafka.producer();
        await producer.connect();
        const messages = values.map((value) => ({ partition: 0, value }));
        await producer.send({ topic, compression: CompressionTypes[name], messages });
        await producer.disconnect();
        expect(await readAll(log, topic)).toEqual(values);
      });

    for (const name of ['gzip', 'snappy', 'lz4', 'zstd'])
      example(`of librdkafka in ${name} are delivered and read`, async () => {
        const topic = await kafka.createTopic(1);
        const input = values.join('\n');
        const sent = run('kcat', ['-P', '-b', brokers, '-t', topic, '-p', '0', '-z', name]);
        sent.child.stdin?.end(input);
        await sent;
        const { member, records, until } = collector();
        await log.join(`${topic}-group`, topic, member);
        await until(() => records.length === values.length);
        expect(records.map(({ value }) => text(value))).toEqual(values);
        expect(await readAll(log, topic)).toEqual(values);
      });

    for (const name of ['Snappy', 'LZ4', 'ZSTD'] as const)
      example(`of kafkajs in ${name} can be read by librdkafka`, async () => {
        const topic = await kafka.createTopic(1);
        const producer = createClient(kafka.options).kafka.producer();
        await producer.connect();
        const messages = values.map((value) => ({ partition: 0, value }));
        await producer.send({ topic, compression: CompressionTypes[name], messages });
        await producer.disconnect();
        const { stdout } = await run('kcat', ['-C', '-b', brokers, '-t', topic, '-p', '0', '-e', '-q']);
        expect(stdout.trimEnd().split('\n')).toEqual(values);
      });
  });

  describe('transactions', () => {
    async function transactions(topic: string): Promise<void> {
      const producer = createClient(kafka.options).kafka.producer({
        transactionalId: `${topic}-tx`,
        idempotent: true,
        maxInFlightRequests: 1,
      });
      await producer.connect();
      for (const [value, end] of [
        ['committed', 'commit'],
        ['aborted', 'abort'],
        ['last', 'commit'],
        ['aborted at the end', 'abort'],
      ] as const) {
        const transaction = await producer.transaction();
        await transaction.send({ topic, messages: [{ partition: 0, value }] });
        await transaction[end]();
      }
      await producer.disconnect();
    }

    example('are read without aborted records, to the end, past their markers', async () => {
      const topic = await kafka.createTopic(1);
      await transactions(topic);
      expect(await readAll(log, topic)).toEqual(['committed', 'last']);
      expect(await readAll(log, topic, 5n)).toEqual([]);
    });

    example('are delivered without aborted records, and what follows the markers too', async () => {
      const topic = await kafka.createTopic(1);
      await transactions(topic);
      const { member, records, until } = collector();
      let passed = 0n;
      await log.join(`${topic}-group`, topic, { ...member, passed: (_, next) => void (passed = next) });
      await until(() => records.length === 2);
      // Four records, each with the marker behind it.
      await eventually('the markers at the end are passed over', patienceMs, async () => (passed === 8n ? true : null));
      await log.append(record(topic, 'after'));
      await until(() => records.length === 3);
      expect(records.map(({ value }) => text(value))).toEqual(['committed', 'last', 'after']);
    });
  });

  example('a turn is as old as the log says, whatever its producer believes', async () => {
    const turns = planTopics({ replication: 1 }).find(({ topic }) => topic === 'chat.turns');
    const settings = turns?.settings.filter(({ name }) => name === 'message.timestamp.type') ?? [];
    const topic = await kafka.createTopic(1, Object.fromEntries(settings.map(({ name, value }) => [name, value])));
    const before = Date.now();
    const producer = createClient(kafka.options).kafka.producer();
    await producer.connect();
    for (const timestamp of ['1', '-1', String(before + 30 * 86_400_000)])
      await producer.send({ topic, messages: [{ partition: 0, value: timestamp, timestamp }] });
    await producer.disconnect();
    await log.append(record(topic, 'of ours'));

    const ages: boolean[] = [];
    for await (const { timestamp } of log.read(topic, 0, 0n)) ages.push(Math.abs(timestamp - before) < patienceMs);
    expect(ages).toEqual([true, true, true, true]);
    const { member, records, until } = collector();
    await log.join(`${topic}-group`, topic, member);
    await until(() => records.length === 4);
    expect(records.every(({ timestamp }) => Math.abs(timestamp - before) < patienceMs)).toBe(true);
  });

  describe('an open transaction', () => {
    const held = (records: number) =>
      eventually(`${records} records are held back`, patienceMs, async () =>
        log.gauges().recordsHeldBack === records ? true : null,
      );

    example('is noticed as what it holds back, and as nothing when it is over', async () => {
      const topic = await kafka.createTopic(1);
      const { member, records, until } = collector();
      await log.join(`${topic}-group`, topic, member);
      const producer = createClient(kafka.options).kafka.producer({
        transactionalId: `${topic}-tx`,
        idempotent: true,
        maxInFlightRequests: 1,
      });
      await producer.connect();
      const transaction = await producer.transaction();
      await transaction.send({ topic, messages: [{ partition: 0, value: 'perhaps' }] });
      await log.append(record(topic, 'of somebody else'));
      await held(2);
      expect(records).toEqual([]);

      await transaction.abort();
      await until(() => records.length === 1);
      await held(0);
      expect([log.notices.transactions(), log.problem()]).toEqual([null, null]);
      await producer.disconnect();
    });
  });

  describe('partitions that are added', () => {
    // Once they were read five minutes later, and nobody was told.
    example('are read within seconds, and it says so', async () => {
      const topic = await kafka.createTopic(2);
      expect(await log.partitionsOf(topic)).toBe(2);
      const { member, records, until } = collector();
      await log.join(`${topic}-group`, topic, member);
      await kafka.admin.createPartitions({ topicPartitions: [{ topic, count: 4 }] });
      await log.append(record(topic, 'in a new one', 3));

      await until(() => records.length === 1);
      await eventually('they are counted', patienceMs, async () => log.gauges().partitionsAdded || null);
      expect(log.gauges().partitionsAdded).toBe(2);
      expect(log.notices.partitions()).toContain(`${topic} has 4 partitions instead of 2`);
      expect(log.problem()).toBeNull();
    });
  });

  example('lets a record that is too large refuse no other', async () => {
    const topic = await kafka.createTopic(1);
    const sizes = [10, 3_000_000, 20];
    const appended = await Promise.allSettled(sizes.map((size) => log.append(record(topic, 'x'.repeat(size)))));
    expect(appended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(appended[1]).toMatchObject({ reason: { kind: 'invalid_request' } });
    expect((await readAll(log, topic)).map(({ length }) => length)).toEqual([10, 20]);
  });

  example('keeps the order of each partition in a flood of 20,000 records', async () => {
    const [topic, partitions, count] = [await kafka.createTopic(24), 24, 20_000];
    const { member, records, until } = collector();
    await log.join(`${topic}-group`, topic, member);
    const appends: Promise<unknown>[] = [];
    for (let i = 0; i < count; i++) appends.push(log.append(record(topic, String(i), i % partitions)));
    await Promise.all(appends);
    const firsts = (): Set<string> => new Set(records.map(({ value }) => text(value)));
    await until(() => records.length >= count && firsts().size === count);
    // A produce that was answered too late is repeated: what comes twice counts where it came first.
    for (let partition = 0; partition < partitions; partition++) {
      const values = [...firsts()].map(Number).filter((value) => value % partitions === partition);
      expect(values).toEqual(values.toSorted((one, other) => one - other));
    }
  });

  example('goes on from the oldest record when retention overtook the committed offset', async () => {
    const topic = await kafka.createTopic(1);
    const group = `${topic}-group`;
    for (const value of ['a', 'b', 'c', 'd']) await log.append(record(topic, value));
    const first = collector();
    const membership = await log.join(group, topic, first.member);
    await first.until(() => first.records.length === 4);
    await membership.commit(new Map([[0, 1n]]));
    await membership.leave();
    await kafka.admin.fetchTopicOffsets(topic); // loads the metadata that the next call needs
    await kafka.admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '3' }] });
    const second = collector();
    await log.join(group, topic, second.member);
    await second.until(() => second.records.length === 1);
    expect(second.records.map(({ value }) => text(value))).toEqual(['d']);
    expect(await readAll(log, topic)).toEqual(['d']);
  });

  describe('behind a network that fails', () => {
    let proxy: TcpProxy;
    let shaky: KafkaLog;
    beforeEach(async () => {
      const [host = '', port] = brokers.split(',')[0]?.split(':') ?? [];
      proxy = await startTcpProxy({ host, port: Number(port) });
      shaky = await openKafkaLog({ ...kafka.options, connect: () => connectTcp(proxy.port, '127.0.0.1') });
    }, patienceMs);
    afterEach(async () => {
      await shaky.close();
      await proxy.close();
    }, patienceMs);

    example('a consumer whose connections are cut goes on, and loses nothing', async () => {
      const topic = await kafka.createTopic(2);
      const { member, records, until } = collector();
      await shaky.join(`${topic}-group`, topic, member);
      await log.append(record(topic, 'before'));
      await until(() => records.length === 1);
      proxy.cut();
      await log.append(record(topic, 'after'));
      await until(() => records.some(({ value }) => text(value) === 'after'));
    });

    example('a producer whose connections are cut lands every record', async () => {
      const topic = await kafka.createTopic(1);
      const values = Array.from({ length: 40 }, (_, i) => String(i));
      for (const [i, value] of values.entries()) {
        if (i % 10 === 5) proxy.cut();
        await shaky.append(record(topic, value));
      }
      expect([...new Set(await readAll(log, topic))]).toEqual(values);
    });

    example('a record whose acknowledgement was lost with the connection is in the log once', async () => {
      const topic = await kafka.createTopic(2);
      for (const partition of [0, 1]) await shaky.append(record(topic, 'before', partition));
      proxy.mute();
      const appended = Promise.all([0, 1].map((partition) => shaky.append(record(topic, 'acted on', partition))));
      while ((await readAll(log, topic, 1n)).length === 0 || (await readAll(log, topic, 1n, 1)).length === 0);
      proxy.cut();
      expect(await appended).toEqual([{ offset: 1n }, { offset: 1n }]);
      for (const partition of [0, 1]) expect(await readAll(log, topic, 0n, partition)).toEqual(['before', 'acted on']);
    });

    example('appends and commits end as overloaded while no broker can be reached', async () => {
      const topic = await kafka.createTopic(1);
      const { member, records, until } = collector();
      const membership = await shaky.join(`${topic}-group`, topic, member);
      await shaky.append(record(topic, 'a'));
      await until(() => records.length === 1);
      proxy.refuse();
      const outcomes = await Promise.allSettled([
        shaky.append(record(topic, 'b')),
        membership.commit(new Map([[0, 1n]])),
        readAll(shaky, topic),
      ]);
      for (const outcome of outcomes)
        expect(outcome).toMatchObject({ reason: { kind: expect.stringMatching(/^(overloaded|fenced)$/) } });
      proxy.admit();
    });
  });

  example('creates the topics once, and finds what is wrong with them', async () => {
    const suffix = await kafka.createTopic(1);
    const plan: typeof planTopics = (options) =>
      planTopics(options).map((one) => ({ ...one, topic: `${one.topic}-${suffix}` }));
    try {
      expect((await checkTopics(kafka.options, {}, plan)).map(({ actual }) => actual)).toEqual(
        plan({ replication: 1 }).map(() => 'missing'),
      );
      expect((await ensureTopics(kafka.options, {}, plan)).created).toHaveLength(plan({ replication: 1 }).length);
      expect(await ensureTopics(kafka.options, {}, plan)).toMatchObject({ created: [] });
      expect(await checkTopics(kafka.options, {}, plan)).toEqual([]);
      const found = await checkTopics(kafka.options, { partitions: 12, largestTurnBytes: 2_000_000 }, plan);
      expect(new Set(found.map(({ setting }) => setting))).toEqual(new Set(['partitions', 'max.message.bytes']));
    } finally {
      await kafka.deleteTopics(plan({ replication: 1 }).map(({ topic }) => topic));
    }
  });
});
