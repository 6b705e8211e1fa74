import { describe, expect, it, jest } from '@jest/globals';
import { runKafkaSeed } from './run-kafka-seed.ts';

/** Connections that hang for longer than the group is patient take their time. */
jest.setTimeout(180_000);
const brokers = process.env.KAFKA_BROKERS;
const describeOnKafka = brokers === undefined ? describe.skip : describe;

describeOnKafka('the Kafka adapter on a real broker, whatever happens to its connections', () => {
  it.each([1, 2])('keeps the promises of its port under seed %i', async (seed) => {
    const { breaches, counts } = await runKafkaSeed(seed, brokers ?? '', 5);
    expect(breaches).toEqual([]);
    expect(counts.deliveries).toBeGreaterThanOrEqual(counts.records);
  });
});
