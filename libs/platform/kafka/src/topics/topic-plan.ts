import { defaultPartitions, keptFor, topics } from '@turnfleet/contract/events';

/** What a topic must be like, and what it means when it is not. */
export interface PlannedTopic {
  readonly topic: string;
  readonly partitions: number;
  readonly replication: number;
  readonly settings: readonly PlannedSetting[];
}

export interface PlannedSetting {
  readonly name: string;
  /** What a new topic gets. */
  readonly value: string;
  /** `at least`: a larger number (or −1, without limit) serves as well; `at most`: a smaller one does. */
  readonly rule: 'exactly' | 'at least' | 'at most';
  /** The largest number that still serves where `at least` has an end; −1 does not then. */
  readonly most?: string;
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

const hourMs = 60 * 60 * 1_000;
const dayMs = 24 * hourMs;
const mebibyte = 1024 * 1024;
/** Room for what a dead letter adds to the turn it holds. */
const deadLetterExtraBytes = 64 * 1024;

/** The topics of the contract. */
export function planTopics(options: TopicOptions): readonly PlannedTopic[] {
  const { partitions = defaultPartitions, replication, largestTurnBytes = mebibyte } = options;
  const plan = (topic: string, largestBytes: number, settings: readonly PlannedSetting[]): PlannedTopic => ({
    topic,
    partitions,
    replication,
    settings: [...settings, ...safety(replication), largest(largestBytes)],
  });
  return [
    plan(topics.turns, largestTurnBytes, [...keptNoLonger(keptFor[topics.turns]), timedByLog]),
    plan(topics.replies, mebibyte, [...kept(keptFor[topics.replies]), timedByWriter]),
    plan(topics.conversations, mebibyte, [...compacted, timedByWriter]),
    plan(topics.deadLetters, largestTurnBytes + deadLetterExtraBytes, [
      ...kept(keptFor[topics.deadLetters]),
      timedByWriter,
    ]),
    plan(topics.usage, mebibyte, [...kept(keptFor[topics.usage]), timedByWriter]),
    plan(topics.shadow, mebibyte, [...kept(keptFor[topics.shadow]), timedByWriter]),
    plan(topics.changes, mebibyte, [...kept(keptFor[topics.changes]), timedByWriter]),
    plan(topics.events, mebibyte, [...kept(keptFor[topics.events]), timedByWriter]),
    plan(topics.handoffs, mebibyte, [...kept(keptFor[topics.handoffs]), timedByWriter]),
  ];
}

/** Three copies where there are three brokers for them. */
export function replicationFor(brokers: number): number {
  return Math.min(3, brokers);
}

function kept(days: number): PlannedSetting[] {
  const early = `Records are deleted before ${days} days have passed; what refers to them is lost.`;
  return [...deletedByAge, atLeast('retention.ms', days * dayMs, early), wholeSegments(dayMs)];
}

/**
 * A record lives up to `retention.ms` + `segment.ms` (+ minutes), for Kafka deletes whole segments. Turns must not outlive
 * the ledger's memory of their replies: see docs/adr/0030-too-old-to-be-answered.md.
 */
function keptNoLonger(days: number): PlannedSetting[] {
  const least = String(days * dayMs);
  const most = String(days * dayMs + 12 * hourMs);
  const meaning =
    `Turns are deleted before ${days} days have passed, although nobody answered them; or kept when the ledger has ` +
    'forgotten their replies: those come back to workers, which refuse them.';
  return [
    ...deletedByAge,
    { name: 'retention.ms', value: least, rule: 'at least', most, meaning },
    wholeSegments(6 * hourMs),
  ];
}

const deletedByAge: readonly PlannedSetting[] = [
  exactly('cleanup.policy', 'delete', 'Records may vanish before their time, or stay for ever.'),
  exactly('retention.bytes', '-1', 'Under load records are deleted before their time, read or not.'),
];

function wholeSegments(ms: number): PlannedSetting {
  return {
    name: 'segment.ms',
    value: String(ms),
    rule: 'at most',
    meaning: 'Kafka deletes whole segments: a record stays as much longer than its time as its segment spans.',
  };
}

/** Only the log's own clock tells how old a turn is, whatever its producer believes. */
const timedByLog = exactly(
  'message.timestamp.type',
  'LogAppendTime',
  'A producer whose clock is wrong decides when its turns expire, and how old they are: old ones may be answered again.',
);

/** See docs/adr/0027-look-before-sending-again.md. */
const timedByWriter = exactly(
  'message.timestamp.type',
  'CreateTime',
  'A worker looks for what it wrote by its timestamp before it writes again: it finds nothing, and writes it twice.',
);

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
