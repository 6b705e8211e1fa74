import { connect as connectTcp } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type Logger, silentLogger } from '@turnfleet/core';
import { startTcpProxy, Watch } from '@turnfleet/testing';
import { createClient } from './client/client.ts';
import { kafkaError } from './errors.ts';
import { type KafkaLog, openKafkaLog } from './kafka-log.ts';
import { collector, describeWithKafka, openSpecKafka, type SpecKafka } from './spec-kafka.ts';

const patienceMs = 60_000;
/** For an answer that does not come. */
const shortMs = 1_000;
const record = (topic: string, value: string) => ({
  topic,
  partition: 0,
  key: null,
  value: Buffer.from(value),
  headers: {},
});

/** One example for each pitfall of kafkajs that only shows on real brokers; docs/reference/kafkajs.md lists them all. */
describeWithKafka(process.env, 'kafkajs', (brokers) => {
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

  /** A proxy in front of the first broker, and the options of a client that goes through it. */
  async function proxied() {
    const [host = '', port] = brokers.split(',')[0]?.split(':') ?? [];
    const proxy = await startTcpProxy({ host, port: Number(port) });
    const connect = () => connectTcp(proxy.port, '127.0.0.1');
    return { proxy, through: { ...kafka.options, connect } };
  }

  it(
    'creates no topic by itself: a name that is misspelt is not found, whatever is asked of it',
    async () => {
      const missing = `spec-missing-${Date.now()}`;
      const asked = [log.append(record(missing, 'a')), log.join('g', missing, collector().member)];
      for (const outcome of await Promise.allSettled(asked))
        expect(outcome).toMatchObject({ status: 'rejected', reason: { kind: 'not_found' } });
      expect(await kafka.admin.listTopics()).not.toContain(missing);
    },
    patienceMs,
  );

  it(
    'fetches nothing again of what was handed over and is in work (eachBatchAutoResolve)',
    async () => {
      const topic = await kafka.createTopic(1);
      const { member, records, until } = collector();
      await log.join(`${topic}-group`, topic, member);
      const values = Array.from({ length: 30 }, (_, i) => `v-${i}`);
      for (const value of values) await log.append(record(topic, value));
      await until(() => records.length >= 30);
      expect(records.map(({ offset }) => Number(offset))).toEqual(values.map((_, i) => i));
    },
    patienceMs,
  );

  it(
    'lets no record in work hold up a rebalance (handlers return at once)',
    async () => {
      const topic = await kafka.createTopic(1);
      const [old, added] = [collector(), collector()];
      const membership = await log.join(`${topic}-group`, topic, old.member);
      await log.append(record(topic, 'never done'));
      await old.until(() => old.records.length === 1);
      const other = await log.join(`${topic}-group`, topic, added.member);
      await membership.leave();
      await added.until(() => added.records.length === 1);
      await other.leave();
    },
    patienceMs,
  );

  it(
    'does not take a broker that accepted a connection and hangs for a connected one (Broker not connected)',
    async () => {
      const { proxy, through } = await proxied();
      const { kafka: shaky, sever } = createClient(through, shortMs);
      const admin = shaky.admin();
      proxy.freeze();
      const asked = admin.connect().then(() => admin.listTopics());
      const refused = await asked.catch((error: unknown) => kafkaError(error, 'list its topics'));
      expect(refused).toMatchObject({ kind: 'overloaded' });
      proxy.thaw();
      await admin.connect();
      expect(await admin.listTopics()).toEqual(expect.any(Array));
      await admin.disconnect();
      sever();
      await proxy.close();
    },
    patienceMs,
  );

  it(
    'keeps to a connection whose other end went away without a word, for as long as TCP does',
    async () => {
      const { proxy, through } = await proxied();
      const [reader, writer] = await Promise.all([openKafkaLog(through), openKafkaLog(through)]);
      const topic = await kafka.createTopic(1);
      const { member, records, until } = collector();
      const membership = await reader.join(`${topic}-group`, topic, member);
      await writer.append(record(topic, 'before'));
      await until(() => records.length === 1);
      proxy.mute(); // what is open; new connections are as usual
      const appended = writer.append(record(topic, 'after'));
      await until(() => records.some(({ value }) => String(value) === 'after'));
      await expect(appended).resolves.toEqual({ offset: 1n });
      await membership.leave();
      await Promise.all([reader.close(), writer.close()]);
      await proxy.close();
    },
    patienceMs,
  );

  it(
    'that crashed without a restart is made anew, outage after outage (issues 1630, 1011)',
    async () => {
      const { proxy, through } = await proxied();
      const watch = new Watch(patienceMs);
      let breakdowns = 0;
      const hears: Logger = {
        ...silentLogger,
        warn: (_, message) => {
          if (message.includes('made anew')) breakdowns++;
          watch.changed();
        },
      };
      const shaky = await openKafkaLog({ ...through, logger: hears });
      const topic = await kafka.createTopic(1);
      const { member, records, until } = collector();
      const membership = await shaky.join(`${topic}-group`, topic, member);
      for (let outage = 1; outage <= 2; outage++) {
        proxy.refuse();
        await watch.until('the consumer broke down', () => breakdowns === outage);
        proxy.admit();
        await log.append(record(topic, `after outage ${outage}`));
        await until(() => records.some(({ value }) => String(value) === `after outage ${outage}`));
      }
      await membership.leave();
      await membership.ended;
      await shaky.close();
      await proxy.close();
    },
    3 * patienceMs,
  );
});
