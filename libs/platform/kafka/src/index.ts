export type { Connect, KafkaOptions } from './client/client.ts';
export { type KafkaLog, type LogGauges, openKafkaLog } from './kafka-log.ts';
export type { TopicFinding } from './topics/topic-findings.ts';
export { checkTopics, type EnsuredTopics, ensureTopics, type TopicChoice } from './topics/topics-admin.ts';
