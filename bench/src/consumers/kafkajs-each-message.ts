import { Kafka, logLevel } from 'kafkajs';
import { decodeMessage } from '../work/message.ts';
import { partitions, type StartConsumer } from './consumer.ts';

/** kafkajs as its documentation has it, with a concurrent handler for each partition; offsets commit by themselves. */
export const startEachMessage: StartConsumer = async ({ brokers, topic, group }, handle) => {
  const kafka = new Kafka({ brokers: [...brokers], clientId: 'bench', logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: group, ...fastGroup });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    partitionsConsumedConcurrently: partitions,
    eachMessage: ({ message }) => handle(decodeMessage(message.value)),
  });
  return { stop: () => consumer.disconnect() };
};

/** As Turnfleet has it, so that no peer waits longer than it must: for a dead member (default 30 s), or for records (5 s). */
export const fastGroup = {
  sessionTimeout: 8_000,
  heartbeatInterval: 1_000,
  rebalanceTimeout: 10_000,
  maxWaitTimeInMs: 50,
};
