import { randomUUID } from 'node:crypto';
import type { StartConsumer } from '../consumers/consumer.ts';
import type { Contender } from './contender.ts';

/** The topic with so many messages; the same one for each run of that size. */
type TopicOf = (messages: number) => Promise<string>;

export function oncePerSize(fill: TopicOf): TopicOf {
  const filled = new Map<number, Promise<string>>();
  return (messages) => {
    const topic = filled.get(messages) ?? fill(messages);
    filled.set(messages, topic);
    return topic;
  };
}

/** A consumer of Kafka, in a new group: it finds the topic filled, and is measured from its first message to its last. */
export function kafkaContender(
  name: string,
  start: StartConsumer,
  brokers: readonly string[],
  topicOf: TopicOf,
): Contender {
  return {
    name,
    ordered: true,
    async consume({ messages }, run) {
      const topic = await topicOf(messages);
      const consumer = await start({ brokers, topic, group: `bench-${randomUUID()}` }, run.handle);
      try {
        return await run.finished;
      } finally {
        await consumer.stop();
      }
    },
  };
}
