import { defaultPartitions, topics } from '@turnfleet/contract/events';
import type { TopicSettings } from './memory-topic.ts';

/** What a dead letter adds to the turn it holds. */
const roomForReason = 64 * 2 ** 10;

/** The topics of the contract as the embedded log keeps them. */
export function chatTopics(partitions = defaultPartitions): Record<string, TopicSettings> {
  return {
    [topics.turns]: { partitions, keep: 'until_committed' },
    [topics.replies]: { partitions, keep: 'newest' },
    [topics.conversations]: { partitions, keep: 'latest_per_key' },
    [topics.deadLetters]: {
      partitions,
      keep: 'newest',
      maxBytes: 16 * 2 ** 20,
      maxRecordBytes: 2 ** 20 + roomForReason,
    },
    [topics.usage]: { partitions, keep: 'newest', maxBytes: 4 * 2 ** 20 },
    [topics.shadow]: { partitions, keep: 'newest', maxBytes: 4 * 2 ** 20 },
    [topics.changes]: { partitions, keep: 'newest', maxBytes: 4 * 2 ** 20 },
    [topics.events]: { partitions, keep: 'newest', maxBytes: 4 * 2 ** 20 },
    [topics.handoffs]: { partitions, keep: 'newest', maxBytes: 4 * 2 ** 20 },
  };
}
