import { type Clock, retry } from '@turnfleet/core';
import type { Admin, ITopicConfig } from 'kafkajs';
import { codeOf, isTransient } from '../errors.ts';
import { defaultRetry } from '../retry.ts';

/**
 * Creates a topic, unless someone else did a moment before, and waits until it can be used. (kafkajs' own way of
 * waiting fails when a broker has not heard of the new topic yet.)
 */
export async function createTopic(admin: Admin, clock: Clock, topic: ITopicConfig): Promise<void> {
  await admin.createTopics({ topics: [topic], waitForLeaders: false });
  const notYet = (error: unknown): boolean => isTransient(error) || codeOf(error) === 'UNKNOWN_TOPIC_OR_PARTITION';
  await retry(clock, defaultRetry, notYet, () => admin.fetchTopicMetadata({ topics: [topic.topic] }));
}
