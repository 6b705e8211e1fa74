import { defaultPartitions, topics } from '@turnfleet/contract';

/** What a topic must be like, and what it means when it is not. */
export interface PlannedTopic {
  readonly topic: string;
  readonly partitions: number;
  readonly replication: number;
  readonly settings: readonly PlannedSetting[];
}

export interface PlannedSetting {
  readonly name: string;
  readonly value: string;
  /** `at least`: a larger number (or −1, without limit) serves as well. */
  readonly rule: 'exactly' | 'at least';
  /** What goes wrong with another value, one sentence. */
  readonly meaning: string;
}

export interface TopicOptions {
  /** Default 24; can never be changed for topics that hold conversations. */
  readonly partitions?: number;
  /** Copies of each record. */
  readonly replication: number;
  /** The largest turn that `chat.turns` takes, in bytes; default 1 MiB. */
  readonly largestTurnBytes?: number;
}

const dayMs = 24 * 60 * 60 * 1_000;
const mebibyte = 1024 * 1024;
/** Room for what a dead letter adds to the turn it holds. */
const deadLetterExtraBytes = 64 * 1024;

/** The five topics of the contract. */
export function planTopics(options: TopicOptions): readonly PlannedTopic[] {
  const { partitions = defaultPartitions, replication, largestTurnBytes = mebibyte } = options;
  const plan = (topic: string, largestBytes: number, settings: readonly PlannedSetting[]): PlannedTopic => ({
    topic,
    partitions,
    replication,
    settings: [...settings, ...safety(replication), largest(largestBytes)],
  });
  return [
    plan(topics.turns, largestTurnBytes, kept(7)),
    plan(topics.replies, mebibyte, kept(7)),
    plan(topics.conversations, mebibyte, compacted),
    plan(topics.deadLetters, largestTurnBytes + deadLetterExtraBytes, kept(30)),
    plan(topics.usage, mebibyte, kept(30)),
  ];
}

/** Three copies where there are three brokers for them. */
export function replicationFor(brokers: number): number {
  return Math.min(3, brokers);
}

function kept(days: number): PlannedSetting[] {
  return [
    exactly('cleanup.policy', 'delete', 'Records may vanish before their time, or stay for ever.'),
    atLeast(
      'retention.ms',
      days * dayMs,
      `Records are deleted before ${days} days have passed; what refers to them is lost.`,
    ),
  ];
}

const compacted: readonly PlannedSetting[] = [
  exactly('cleanup.policy', 'compact', 'The last state of a conversation may be deleted, and cannot be restored then.'),
  atLeast(
    'min.compaction.lag.ms',
    dayMs,
    'Older snapshots vanish too early: after a loss of the store the newest written need not be the one to restore.',
  ),
];

function safety(replication: number): PlannedSetting[] {
  return [
    exactly(
      'unclean.leader.election.enable',
      'false',
      'A broker that missed records may take over a partition: acknowledged turns and replies are lost.',
    ),
    atLeast(
      'min.insync.replicas',
      replication >= 3 ? 2 : 1,
      'A record counts as safe while only one broker has it: if that one fails, the record is lost.',
    ),
  ];
}

function largest(bytes: number): PlannedSetting {
  return atLeast('max.message.bytes', bytes, 'Records that the contract allows are refused as too large.');
}

function exactly(name: string, value: string, meaning: string): PlannedSetting {
  return { name, value, rule: 'exactly', meaning };
}

function atLeast(name: string, value: number, meaning: string): PlannedSetting {
  return { name, value: String(value), rule: 'at least', meaning };
}
