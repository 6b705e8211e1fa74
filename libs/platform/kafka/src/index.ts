export type { KafkaOptions } from './client/client.ts';
export { type KafkaLog, type LogGauges, openKafkaLog } from './kafka-log.ts';
export type { TopicFinding } from './topics/topic-findings.ts';
export { checkTopics, ensureTopics } from './topics/topics-admin.ts';
