import { describe, expect, it } from '@jest/globals';
import { topics } from '@turnfleet/contract/events';
import { compareTopic } from './topic-findings.ts';
import { type PlannedTopic, planTopics, replicationFor } from './topic-plan.ts';

function planOf(topic: string, replication = 3): PlannedTopic {
  const plan = planTopics({ replication }).find((one) => one.topic === topic);
  if (!plan) throw new Error(`${topic} is not planned`);
  return plan;
}

const settingOf = (topic: string, name: string, replication?: number): string | undefined =>
  planOf(topic, replication).settings.find((setting) => setting.name === name)?.value;

const asPlanned = ({ partitions, replication, settings }: PlannedTopic) => ({
  partitions,
  replication,
  settings: new Map(settings.map(({ name, value }) => [name, value])),
});

describe('the plan of the topics', () => {
  it('has the topics of the contract, with the same partitions', () => {
    const plan = planTopics({ replication: 1 });
    expect(plan.map(({ topic }) => topic).toSorted()).toEqual(Object.values(topics).toSorted());
    expect(new Set(plan.map(({ partitions }) => partitions))).toEqual(new Set([24]));
  });

  it('keeps turns and replies 7 days, dead letters and usage 30', () => {
    const days = (topic: string): number => Number(settingOf(topic, 'retention.ms')) / 86_400_000;
    expect([topics.turns, topics.replies, topics.deadLetters, topics.usage].map(days)).toEqual([7, 7, 30, 30]);
  });

  it('lets no turn outlive what the ledger remembers for certain, segments included', () => {
    const most = planOf(topics.turns).settings.find(({ name }) => name === 'retention.ms')?.most;
    const longest = Number(most) + Number(settingOf(topics.turns, 'segment.ms'));
    expect(longest).toBeLessThan(8 * 86_400_000);
  });

  it('has turns timed by the log, and everything else by who looks for it again', () => {
    const timed = Object.values(topics).map((topic) => [topic, settingOf(topic, 'message.timestamp.type')]);
    expect(Object.fromEntries(timed)).toEqual({
      'chat.turns': 'LogAppendTime',
      'chat.replies': 'CreateTime',
      'chat.conversations': 'CreateTime',
      'chat.turns.dlq': 'CreateTime',
      'chat.usage': 'CreateTime',
      'chat.shadow': 'CreateTime',
      'shop.changes': 'CreateTime',
      'chat.events': 'CreateTime',
      'chat.handoffs': 'CreateTime',
    });
  });

  it('compacts conversations, but not within a day', () => {
    expect(settingOf(topics.conversations, 'cleanup.policy')).toBe('compact');
    expect(settingOf(topics.conversations, 'min.compaction.lag.ms')).toBe('86400000');
  });

  it('lets a dead letter be larger than the turn in it', () => {
    const [turn, letter] = [topics.turns, topics.deadLetters].map((topic) =>
      Number(settingOf(topic, 'max.message.bytes')),
    );
    expect((letter ?? 0) - (turn ?? 0)).toBe(65_536);
  });

  it('wants two brokers to have a record where there are three copies, and never an unclean leader', () => {
    expect(settingOf(topics.replies, 'min.insync.replicas', 3)).toBe('2');
    expect(settingOf(topics.replies, 'min.insync.replicas', 1)).toBe('1');
    expect(settingOf(topics.replies, 'unclean.leader.election.enable')).toBe('false');
    expect([1, 2, 3, 9].map(replicationFor)).toEqual([1, 2, 3, 3]);
  });
});

describe('compareTopic', () => {
  const plan = planOf(topics.turns);

  it('finds nothing in a topic that is as planned, or better', () => {
    const actual = asPlanned(plan);
    expect(compareTopic(plan, actual)).toEqual([]);
    const better = new Map([...actual.settings, ['segment.ms', '3600000'], ['max.message.bytes', '99999999']] as const);
    expect(compareTopic(plan, { ...actual, replication: 5, settings: better })).toEqual([]);
    const replies = planOf(topics.replies);
    const endless = new Map([...asPlanned(replies).settings, ['retention.ms', '-1']] as const);
    expect(compareTopic(replies, { ...asPlanned(replies), settings: endless })).toEqual([]);
  });

  it.each(['-1', String(14 * 86_400_000), String(6 * 86_400_000)])(
    'refuses turns that are kept %s ms: neither longer than the ledger remembers, nor too short to be answered',
    (retention) => {
      const settings = new Map([...asPlanned(plan).settings, ['retention.ms', retention]] as const);
      expect(compareTopic(plan, { ...asPlanned(plan), settings })).toEqual([
        expect.objectContaining({ setting: 'retention.ms', expected: 'at least 604800000 and at most 648000000' }),
      ]);
    },
  );

  it.each([
    ['segment.ms', '604800000'],
    ['segment.ms', '-1'],
    ['retention.bytes', '1073741824'],
    ['message.timestamp.type', 'CreateTime'],
  ])('finds %s=%s, with which turns live too long, too short, or nobody knows how long', (name, value) => {
    const settings = new Map([...asPlanned(plan).settings, [name, value]] as const);
    const [finding, ...others] = compareTopic(plan, { ...asPlanned(plan), settings });
    expect([finding?.setting, finding?.actual, others]).toEqual([name, value, []]);
    expect(finding?.meaning).toContain(`--entity-name ${topics.turns} --add-config ${name}=`);
  });

  it('finds a topic that is missing, and says how to create it', () => {
    expect(compareTopic(plan, undefined)).toEqual([
      expect.objectContaining({
        setting: 'topic',
        actual: 'missing',
        meaning: expect.stringContaining('topics create'),
      }),
    ]);
  });

  it('finds every difference', () => {
    const settings = new Map([
      ['cleanup.policy', 'compact'],
      ['retention.bytes', '1000'],
      ['retention.ms', '1000'],
      ['segment.ms', 'soon'],
      ['message.timestamp.type', 'CreateTime'],
      ['unclean.leader.election.enable', 'true'],
      ['min.insync.replicas', '1'],
    ]);
    const findings = compareTopic(plan, { partitions: 12, replication: 1, settings });
    expect(findings.map(({ setting, expected, actual }) => [setting, expected, actual])).toEqual([
      ['partitions', '24', '12'],
      ['replication', 'at least 3', '1'],
      ['cleanup.policy', 'delete', 'compact'],
      ['retention.bytes', '-1', '1000'],
      ['retention.ms', 'at least 604800000 and at most 648000000', '1000'],
      ['segment.ms', 'at most 21600000', 'soon'],
      ['message.timestamp.type', 'LogAppendTime', 'CreateTime'],
      ['unclean.leader.election.enable', 'false', 'true'],
      ['min.insync.replicas', 'at least 2', '1'],
      ['max.message.bytes', 'at least 1048576', 'unknown'],
    ]);
    for (const { meaning } of findings) expect(meaning).toMatch(/\. \S/);
  });
});
