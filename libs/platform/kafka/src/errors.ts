import { type ErrorKind, isTurnfleetError, TurnfleetError } from '@turnfleet/core';
import { type NewRecord, recordTooLarge } from '@turnfleet/turn-engine';

/** What each refusal of a broker means to us; whatever is not named here is `internal`. */
const kindOfCode: Readonly<Record<string, ErrorKind>> = {
  UNKNOWN_TOPIC_OR_PARTITION: 'not_found',
  INVALID_TOPIC_EXCEPTION: 'invalid_request',
  MESSAGE_TOO_LARGE: 'invalid_request',
  RECORD_LIST_TOO_LARGE: 'invalid_request',
  INVALID_RECORD: 'invalid_request',
  INVALID_TIMESTAMP: 'invalid_request',
  INVALID_PARTITIONS: 'invalid_request',
  INVALID_REPLICATION_FACTOR: 'invalid_request',
  INVALID_CONFIG: 'invalid_request',
  INVALID_GROUP_ID: 'invalid_request',
  INVALID_SESSION_TIMEOUT: 'invalid_request',
  INCONSISTENT_GROUP_PROTOCOL: 'conflict',
  TOPIC_ALREADY_EXISTS: 'conflict',
  POLICY_VIOLATION: 'forbidden',
  TOPIC_AUTHORIZATION_FAILED: 'forbidden',
  GROUP_AUTHORIZATION_FAILED: 'forbidden',
  CLUSTER_AUTHORIZATION_FAILED: 'forbidden',
  SASL_AUTHENTICATION_FAILED: 'unauthenticated',
  ILLEGAL_GENERATION: 'fenced',
  UNKNOWN_MEMBER_ID: 'fenced',
  REBALANCE_IN_PROGRESS: 'fenced',
  FENCED_INSTANCE_ID: 'fenced',
  LEADER_NOT_AVAILABLE: 'overloaded',
  NOT_LEADER_FOR_PARTITION: 'overloaded',
  FENCED_LEADER_EPOCH: 'overloaded',
  UNKNOWN_LEADER_EPOCH: 'overloaded',
  REQUEST_TIMED_OUT: 'overloaded',
  BROKER_NOT_AVAILABLE: 'overloaded',
  REPLICA_NOT_AVAILABLE: 'overloaded',
  NETWORK_EXCEPTION: 'overloaded',
  GROUP_LOAD_IN_PROGRESS: 'overloaded',
  GROUP_COORDINATOR_NOT_AVAILABLE: 'overloaded',
  NOT_COORDINATOR_FOR_GROUP: 'overloaded',
  NOT_ENOUGH_REPLICAS: 'overloaded',
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: 'overloaded',
  NOT_CONTROLLER: 'overloaded',
  KAFKA_STORAGE_ERROR: 'overloaded',
  OFFSET_NOT_AVAILABLE: 'overloaded',
  UNSTABLE_OFFSET_COMMIT: 'overloaded',
};

/** kafkajs' own errors without a broker's code: all of them mean that no broker answered. */
const unreachable: ReadonlySet<string> = new Set([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSBrokerNotFound',
  'KafkaJSLockTimeout',
  'KafkaJSTimeout',
  'KafkaJSNoBrokerAvailableError',
  'KafkaJSGroupCoordinatorNotFound',
  'KafkaJSMetadataNotLoaded',
  'KafkaJSTopicMetadataNotLoaded',
]);

const suggestions: Partial<Record<ErrorKind, string>> = {
  overloaded: 'Check that the brokers named in KAFKA_BROKERS are running and can be reached from here.',
  not_found: 'Create the topics with `npx turnfleet topics create`.',
  forbidden: 'Give this client the rights that the message names.',
};

/** The broker's code behind an error of kafkajs (`UNKNOWN_MEMBER_ID`), or the name of kafkajs' own error. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  const { type } = error as Error & { type?: unknown };
  if (typeof type === 'string' && type !== '') return type;
  if (unreachable.has(error.name)) return error.name;
  return error.cause === undefined || error.cause === error ? error.name : codeOf(error.cause);
}

/** Translates what kafkajs throws, once; `doing` completes the sentence "Kafka did not …". */
export function kafkaError(error: unknown, doing: string): TurnfleetError {
  if (isTurnfleetError(error)) return error;
  const code = codeOf(error);
  const kind = kindOfCode[code] ?? (unreachable.has(code) ? 'overloaded' : 'internal');
  const why = error instanceof Error ? error.message : String(error);
  return new TurnfleetError(kind, `Kafka did not ${doing}: ${why} (${code})`, {
    cause: error,
    ...(suggestions[kind] ? { suggestion: suggestions[kind] } : {}),
  });
}

/** Whether a broker answered, and refused for now: asking another one, or anew, would change nothing. */
export function saysNotNow(error: unknown): boolean {
  const code = codeOf(error);
  return kindOfCode[code] === 'overloaded' || code === 'KafkaJSGroupCoordinatorNotFound';
}

const tooLargeCodes: ReadonlySet<string> = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

/** Translates what kept a record from being written. */
export function appendError(error: unknown, record: Pick<NewRecord, 'topic' | 'partition'>): TurnfleetError {
  if (tooLargeCodes.has(codeOf(error))) return recordTooLarge(record, error);
  return kafkaError(error, `take a record for ${record.topic}/${record.partition}`);
}

/** Whether the same request may succeed a moment later. */
export function isTransient(error: unknown): boolean {
  return kafkaError(error, 'answer').kind === 'overloaded';
}
