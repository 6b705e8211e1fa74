import type { PlannedSetting, PlannedTopic } from './topic-plan.ts';

/** One difference between a topic and the plan. */
export interface TopicFinding {
  readonly topic: string;
  /** `topic` (it is missing), `partitions`, `replication`, or the name of a setting. */
  readonly setting: string;
  readonly expected: string;
  readonly actual: string;
  /** What it means, and what to do. */
  readonly meaning: string;
}

/** A topic as it is. */
export interface ActualTopic {
  readonly partitions: number;
  /** Of the partition with the fewest copies. */
  readonly replication: number;
  readonly settings: ReadonlyMap<string, string>;
}

/** Compares a topic, or none, with its plan. */
export function compareTopic(plan: PlannedTopic, actual: ActualTopic | undefined): readonly TopicFinding[] {
  const { topic } = plan;
  if (!actual)
    return [
      {
        topic,
        setting: 'topic',
        expected: 'exists',
        actual: 'missing',
        meaning: 'Turnfleet cannot run without it. Create it: npx turnfleet topics create',
      },
    ];
  const findings: TopicFinding[] = [];
  if (actual.partitions !== plan.partitions)
    findings.push({
      topic,
      setting: 'partitions',
      expected: String(plan.partitions),
      actual: String(actual.partitions),
      meaning:
        'A conversation has its home in another partition than elsewhere: its order and its state do not hold. ' +
        'Create all topics anew with the same number, for partitions cannot be taken away.',
    });
  if (actual.replication < plan.replication)
    findings.push({
      topic,
      setting: 'replication',
      expected: `at least ${plan.replication}`,
      actual: String(actual.replication),
      meaning:
        'Fewer brokers have a copy than could: records are lost when those fail. ' +
        'Add replicas with kafka-reassign-partitions.sh.',
    });
  for (const setting of plan.settings) {
    const value = actual.settings.get(setting.name);
    if (!fits(setting, value)) findings.push(different(topic, setting, value));
  }
  return findings;
}

function fits({ rule, value, most }: PlannedSetting, actual: string | undefined): boolean {
  if (actual === undefined) return false;
  if (rule === 'exactly') return actual === value;
  if (!/^-?\d+$/.test(actual)) return false;
  const endless = actual === '-1';
  const number = BigInt(actual);
  if (rule === 'at most') return !endless && number <= BigInt(value);
  if (most !== undefined) return !endless && number >= BigInt(value) && number <= BigInt(most);
  return endless || number >= BigInt(value);
}

function different(topic: string, setting: PlannedSetting, actual = 'unknown'): TopicFinding {
  const { name, value, meaning } = setting;
  const fix = `kafka-configs.sh --alter --entity-type topics --entity-name ${topic} --add-config ${name}=${value}`;
  return { topic, setting: name, expected: expectedOf(setting), actual, meaning: `${meaning} Set it: ${fix}` };
}

function expectedOf({ rule, value, most }: PlannedSetting): string {
  if (rule === 'exactly') return value;
  return `${rule} ${value}${most === undefined ? '' : ` and at most ${most}`}`;
}
