import { type Clock, TurnfleetError } from '@turnfleet/core';
import type { Cluster } from 'kafkajs';
import { askCluster, countPartitions, leaderOf } from '../client/cluster.ts';

const name = 'max.message.bytes';
const topicResource = 2;

interface DescribeConfigs {
  describeConfigs(request: object): Promise<{
    readonly resources: readonly {
      readonly configEntries: readonly { readonly configName: string; readonly configValue: string }[];
    }[];
  }>;
}

/** What the leader of a topic's first partition goes by: a change takes a moment to reach every broker. */
export async function recordLimit(cluster: Cluster, clock: Clock, topic: string): Promise<number> {
  await countPartitions(cluster, topic);
  return askCluster(cluster, clock, `tell the settings of topic ${topic}`, async () => {
    // kafkajs' brokers can do more than its types say.
    const leader = (await leaderOf(cluster, topic, 0)) as unknown as DescribeConfigs;
    const resources = [{ type: topicResource, name: topic, configNames: [name] }];
    const answer = await leader.describeConfigs({ resources, includeSynonyms: false });
    const entry = answer.resources[0]?.configEntries.find(({ configName }) => configName === name);
    if (entry) return Number(entry.configValue);
    throw new TurnfleetError('internal', `Kafka did not tell ${name} of topic ${topic}.`);
  });
}
