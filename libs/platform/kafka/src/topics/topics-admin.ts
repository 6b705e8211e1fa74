import kafkajs, { type Admin } from 'kafkajs';
import { createClient, type KafkaOptions } from '../client/client.ts';
import { kafkaError } from '../errors.ts';
import { createTopic } from './create-topic.ts';
import { type ActualTopic, compareTopic, type TopicFinding } from './topic-findings.ts';
import { type PlannedTopic, planTopics, replicationFor, type TopicOptions } from './topic-plan.ts';

interface EnsuredTopics {
  readonly created: readonly string[];
  /** Already there; left as they are: `checkTopics` tells whether they are right. */
  readonly existing: readonly string[];
}

/** Without `replication`, as many copies as there are brokers, at most three. */
type TopicChoice = Partial<TopicOptions>;

/** Specs plan topics of other names. */
type Plan = (options: TopicOptions) => readonly PlannedTopic[];

/** Creates those of the topics that do not exist. Safe to repeat, and to run twice at once. */
export function ensureTopics(
  options: KafkaOptions,
  choice: TopicChoice = {},
  planned: Plan = planTopics,
): Promise<EnsuredTopics> {
  return withAdmin(options, 'create the topics', async (admin) => {
    const plan = await planFor(admin, choice, planned);
    const there = new Set(await admin.listTopics());
    const missing = plan.filter(({ topic }) => !there.has(topic));
    for (const { topic, partitions, replication, settings } of missing) {
      const configEntries = settings.map(({ name, value }) => ({ name, value }));
      const request = { topic, numPartitions: partitions, replicationFactor: replication, configEntries };
      await createTopic(admin, options.clock, request);
    }
    return {
      created: missing.map(({ topic }) => topic),
      existing: plan.map(({ topic }) => topic).filter((topic) => there.has(topic)),
    };
  });
}

/** Every difference between the topics and what they must be; empty when all is well. */
export function checkTopics(
  options: KafkaOptions,
  choice: TopicChoice = {},
  planned: Plan = planTopics,
): Promise<readonly TopicFinding[]> {
  return withAdmin(options, 'describe the topics', async (admin) => {
    const plan = await planFor(admin, choice, planned);
    const actual = await describe(admin, plan);
    return plan.flatMap((topic) => compareTopic(topic, actual.get(topic.topic)));
  });
}

async function withAdmin<T>(options: KafkaOptions, doing: string, work: (admin: Admin) => Promise<T>): Promise<T> {
  const { kafka, sever } = createClient(options);
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await work(admin);
  } catch (error) {
    throw kafkaError(error, `${doing} (at ${options.brokers.join(', ')})`);
  } finally {
    await admin.disconnect();
    sever();
  }
}

async function planFor(admin: Admin, choice: TopicChoice, planned: Plan): Promise<readonly PlannedTopic[]> {
  const { brokers } = await admin.describeCluster();
  return planned({ replication: replicationFor(brokers.length), ...choice });
}

async function describe(admin: Admin, plan: readonly PlannedTopic[]): Promise<ReadonlyMap<string, ActualTopic>> {
  const all = new Set(await admin.listTopics());
  const there = plan.filter(({ topic }) => all.has(topic));
  if (there.length === 0) return new Map();
  const metadata = await admin.fetchTopicMetadata({ topics: there.map(({ topic }) => topic) });
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: there.map(({ topic, settings }) => ({
      type: kafkajs.ConfigResourceTypes.TOPIC,
      name: topic,
      configNames: settings.map(({ name }) => name),
    })),
  });
  return new Map(
    metadata.topics.map(({ name, partitions }) => {
      const entries = resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [];
      return [
        name,
        {
          partitions: partitions.length,
          replication: Math.min(...partitions.map(({ replicas }) => replicas.length)),
          settings: new Map(entries.map((entry) => [entry.configName, entry.configValue])),
        },
      ];
    }),
  );
}
