import { describe, expect, it } from '@jest/globals';
import { topics } from '@turnfleet/contract';
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
  it('has the five topics of the contract, with the same partitions', () => {
    const plan = planTopics({ replication: 1 });
    expect(plan.map(({ topic }) => topic).toSorted()).toEqual(Object.values(topics).toSorted());
    expect(new Set(plan.map(({ partitions }) => partitions))).toEqual(new Set([24]));
  });

  it('keeps turns and replies 7 days, dead letters and usage 30', () => {
    const days = (topic: string): number => Number(settingOf(topic, 'retention.ms')) / 86_400_000;
    expect([topics.turns, topics.replies, topics.deadLetters, topics.usage].map(days)).toEqual([7, 7, 30, 30]);
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
    const better = new Map([...actual.settings, ['retention.ms', '-1'], ['max.message.bytes', '99999999']] as const);
    expect(compareTopic(plan, { ...actual, replication: 5, settings: better })).toEqual([]);
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
      ['retention.ms', '1000'],
      ['unclean.leader.election.enable', 'true'],
      ['min.insync.replicas', '1'],
    ]);
    const findings = compareTopic(plan, { partitions: 12, replication: 1, settings });
    expect(findings.map(({ setting, expected, actual }) => [setting, expected, actual])).toEqual([
      ['partitions', '24', '12'],
      ['replication', 'at least 3', '1'],
      ['cleanup.policy', 'delete', 'compact'],
      ['retention.ms', 'at least 604800000', '1000'],
      ['unclean.leader.election.enable', 'false', 'true'],
      ['min.insync.replicas', 'at least 2', '1'],
      ['max.message.bytes', 'at least 1048576', 'unknown'],
    ]);
    for (const { meaning } of findings) expect(meaning).toMatch(/\. \S/);
  });
});
