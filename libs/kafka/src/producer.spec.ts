import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@turnfleet/core/testing';
import { type Kafka, KafkaJSConnectionError, KafkaJSProtocolError, type ProducerBatch } from 'kafkajs';
import type { PartitionBatch } from './micro-batcher.ts';
import { openProducer, produceTimeoutMs, type SendBatches, sharedRequests } from './producer.ts';

const refusal = (type: string): Error => new KafkaJSProtocolError({ type, code: 0, message: type } as never);
const cut = (): Error => new KafkaJSConnectionError('cut', { broker: 'b:1' });

/** A batch of records that are their own names, and what became of each. */
function batchOf(partition: number, names: readonly string[]) {
  const outcomes = new Map<string, bigint | string>();
  const pending = names.map((name) => ({
    record: { topic: 't', partition, key: null, value: Buffer.from(name), headers: {} },
    bytes: 1,
    landed: (offset: bigint) => void outcomes.set(name, offset),
    failed: (error: unknown) => void outcomes.set(name, (error as { kind: string }).kind),
  }));
  return { batch: { topic: 't', partition, pending } satisfies PartitionBatch, outcomes };
}

const namesOf = (batches: readonly PartitionBatch[]): string[][] =>
  batches.map(({ pending }) => pending.map(({ record }) => Buffer.from(record.value ?? []).toString()));

/** A cluster that answers each request by `judge`: an error refuses the whole request. */
function cluster(judge: (names: string[][], request: number) => Error | undefined) {
  const requests: string[][][] = [];
  const send: SendBatches = async (batches) => {
    requests.push(namesOf(batches));
    const error = judge(namesOf(batches), requests.length);
    if (error) throw error;
    return new Map(batches.map((batch) => [batch, 10n]));
  };
  return { requests, send };
}

async function finished(clock: ManualClock, work: Promise<unknown>): Promise<void> {
  let done = false;
  void work.then(() => (done = true));
  while (!done) await clock.advance(100);
}

describe('sharedRequests', () => {
  it('puts the partitions of one moment into one request', async () => {
    const { requests, send } = cluster(() => undefined);
    const deliver = sharedRequests(send, new ManualClock(), () => true);
    const [one, two] = [batchOf(0, ['a', 'b']), batchOf(1, ['x'])];
    await Promise.all([deliver(one.batch), deliver(two.batch)]);
    expect(requests).toEqual([[['a', 'b'], ['x']]]);
    expect([...one.outcomes, ...two.outcomes]).toEqual([
      ['a', 10n],
      ['b', 11n],
      ['x', 10n],
    ]);
  });

  it('lets one bad record refuse nobody else’s', async () => {
    const { send } = cluster((names) => (names.flat().includes('huge') ? refusal('MESSAGE_TOO_LARGE') : undefined));
    const clock = new ManualClock();
    const deliver = sharedRequests(send, clock, () => true);
    const [one, two] = [batchOf(0, ['a', 'huge', 'b']), batchOf(1, ['x'])];
    await finished(clock, Promise.all([deliver(one.batch), deliver(two.batch)]));
    expect(Object.fromEntries(one.outcomes)).toEqual({ a: 10n, huge: 'invalid_request', b: 10n });
    expect(two.outcomes.get('x')).toBe(10n);
  });

  it('repeats what a broker may take a moment later', async () => {
    const { requests, send } = cluster((_, request) => (request < 4 ? refusal('NOT_LEADER_FOR_PARTITION') : undefined));
    const clock = new ManualClock();
    const { batch, outcomes } = batchOf(0, ['a']);
    await finished(clock, sharedRequests(send, clock, () => true)(batch));
    expect(requests).toHaveLength(4);
    expect(outcomes.get('a')).toBe(10n);
  });

  it('gives up within its budget, as overloaded', async () => {
    const { send } = cluster(cut);
    const clock = new ManualClock();
    const { batch, outcomes } = batchOf(0, ['a']);
    await finished(clock, sharedRequests(send, clock, () => true)(batch));
    expect(outcomes.get('a')).toBe('overloaded');
    expect(clock.monotonic()).toBeLessThanOrEqual(11_000);
  });

  it('does not repeat for a worker that its group may have given up', async () => {
    const { requests, send } = cluster(cut);
    const clock = new ManualClock();
    const { batch, outcomes } = batchOf(0, ['a']);
    await finished(clock, sharedRequests(send, clock, () => false)(batch));
    expect(requests).toHaveLength(1);
    expect(outcomes.get('a')).toBe('fenced');
  });

  it('does not take kafkajs’ silence about a partition for success', async () => {
    const deliver = sharedRequests(
      () => Promise.resolve(new Map()),
      new ManualClock(),
      () => true,
    );
    const { batch, outcomes } = batchOf(9, ['a']);
    await deliver(batch);
    expect(outcomes.get('a')).toBe('not_found');
  });
});

describe('openProducer', () => {
  /** kafkajs' client as far as a producer of ours uses it. */
  function client() {
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
    const producer = await openProducer(kafka, new ManualClock(), () => true);
    expect(settings).toMatchObject([{ idempotent: false, allowAutoTopicCreation: false, retry: { retries: 0 } }]);
    await producer.close();
  });

  it('asks all in-sync replicas, and sends what many lanes append in one moment in one request', async () => {
    const { kafka, sent } = client();
    const clock = new ManualClock();
    const producer = await openProducer(kafka, clock, () => true);
    const lanes = Array.from({ length: 50 }, (_, lane) =>
      producer.append({ topic: lane % 2 ? 't' : 'u', partition: lane % 24, key: null, value: null, headers: {} }),
    );
    await clock.advance(2);
    await Promise.all(lanes);
    expect(sent.map(({ acks }) => acks)).toEqual([-1]);
    await producer.close();
  });

  it('took a record larger than a broker reads at once for an outage, as its connection is cut: refused unsent', async () => {
    const { kafka, sent } = client();
    const producer = await openProducer(kafka, new ManualClock(), () => true);
    const record = { topic: 't', partition: 0, key: null, value: Buffer.alloc(33 * 1024 * 1024), headers: {} };
    await expect(producer.append(record)).rejects.toMatchObject({ kind: 'invalid_request' });
    await producer.close();
    expect(sent).toEqual([]);
  });

  it('waits until a dead follower left the in-sync replicas, rather than write everything twice', async () => {
    const { kafka, sent } = client();
    const clock = new ManualClock();
    const producer = await openProducer(kafka, clock, () => true);
    const appended = producer.append({ topic: 't', partition: 0, key: null, value: null, headers: {} });
    await clock.advance(2);
    await appended;
    const brokerSessionMs = 9_000;
    expect(sent[0]?.timeout).toBeGreaterThan(brokerSessionMs + 2_000);
    expect(produceTimeoutMs).toBeGreaterThan(sent[0]?.timeout ?? 0);
    await producer.close();
  });

  it('refuses what comes after it was closed', async () => {
    const { kafka } = client();
    const producer = await openProducer(kafka, new ManualClock(), () => true);
    await producer.close();
    const late = producer.append({ topic: 't', partition: 0, key: null, value: null, headers: {} });
    await expect(late).rejects.toMatchObject({ kind: 'cancelled' });
  });
});
