import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@turnfleet/core/testing';
import { type Kafka, KafkaJSConnectionError, type ProducerBatch } from 'kafkajs';
import { openProducer, produceTimeoutMs } from './producer.ts';

const partsAt = (clock: ManualClock) => ({
  clock,
  leaderOf: () => 1,
  findWritten: () => Promise.resolve(undefined),
  worthRetrying: () => true,
  writes: { refused: () => undefined, taken: () => undefined },
});

describe('openProducer', () => {
  /** kafkajs' client as far as a producer of ours uses it. */
  function client(trouble?: Error) {
    const settings: object[] = [];
    const sent: ProducerBatch[] = [];
    const kafka = {
      producer: (given: object) => {
        settings.push(given);
        return {
          connect: async () => {},
          disconnect: async () => {},
          sendBatch: async (batch: ProducerBatch) => {
            sent.push(batch);
            if (trouble) throw trouble;
            const landed = (batch.topicMessages ?? []).flatMap(({ topic, messages }) =>
              messages.map(({ partition }) => ({ topicName: topic, partition, baseOffset: '0' })),
            );
            return [...landed].reverse();
          },
        };
      },
    } as unknown as Kafka;
    return { kafka, settings, sent };
  }

  it('is not idempotent (kafkajs then acknowledges what it never wrote), does not retry, and creates no topic', async () => {
    const { kafka, settings } = client();
    const producer = await openProducer(kafka, partsAt(new ManualClock()));
    expect(settings).toMatchObject([{ idempotent: false, allowAutoTopicCreation: false, retry: { retries: 0 } }]);
    await producer.close();
  });

  it('asks all in-sync replicas, and sends what many lanes append in one moment in one request', async () => {
    const { kafka, sent } = client();
    const clock = new ManualClock();
    const producer = await openProducer(kafka, partsAt(clock));
    const lanes = Array.from({ length: 50 }, (_, lane) =>
      producer.append({ topic: lane % 2 ? 't' : 'u', partition: lane % 24, key: null, value: null, headers: {} }),
    );
    await clock.advance(2);
    await Promise.all(lanes);
    expect(sent.map(({ acks }) => acks)).toEqual([-1]);
    await producer.close();
  });

  // Once as the connection is cut, it was taken for an outage.
  it('refuses a record unsent that is larger than a broker reads at once', async () => {
    const { kafka, sent } = client();
    const producer = await openProducer(kafka, partsAt(new ManualClock()));
    const record = { topic: 't', partition: 0, key: null, value: Buffer.alloc(33 * 1024 * 1024), headers: {} };
    await expect(producer.append(record)).rejects.toMatchObject({ kind: 'invalid_request' });
    await producer.close();
    expect(sent).toEqual([]);
  });

  it('waits until a dead follower left the in-sync replicas, rather than write everything twice', async () => {
    const { kafka, sent } = client();
    const clock = new ManualClock();
    const producer = await openProducer(kafka, partsAt(clock));
    const appended = producer.append({ topic: 't', partition: 0, key: null, value: null, headers: {} });
    await clock.advance(2);
    await appended;
    const brokerSessionMs = 9_000;
    expect(sent[0]?.timeout).toBeGreaterThan(brokerSessionMs + 2_000);
    expect(produceTimeoutMs).toBeGreaterThan(sent[0]?.timeout ?? 0);
    await producer.close();
  });

  it('does not repeat while it is closed: an outage would hold up the end of the process', async () => {
    const { kafka, sent } = client(new KafkaJSConnectionError('cut', { broker: 'b:1' }));
    const clock = new ManualClock();
    const producer = await openProducer(kafka, partsAt(clock));
    const appended = producer.append({ topic: 't', partition: 0, key: null, value: null, headers: {} });
    const outcome = expect(appended).rejects.toMatchObject({ kind: 'fenced' });
    await producer.close();
    await outcome;
    expect(sent).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it('refuses what comes after it was closed', async () => {
    const { kafka } = client();
    const producer = await openProducer(kafka, partsAt(new ManualClock()));
    await producer.close();
    const late = producer.append({ topic: 't', partition: 0, key: null, value: null, headers: {} });
    await expect(late).rejects.toMatchObject({ kind: 'cancelled' });
  });
});
