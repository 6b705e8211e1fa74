import { type BreakableServers, breakableServers, type RestartableServer } from '@turnfleet/services/for-faults';
import { eventually } from '@turnfleet/testing/eventually';
import { Redis } from 'ioredis';
import { slotOf } from '../slots.ts';

/** The last slot of each master. */
const lastSlots = [5_460, 10_922, 16_383];
const formedWithinMs = 60_000;

interface OwnNode {
  readonly server: RestartableServer;
  /** A client without our settings; it does not follow redirections. */
  readonly raw: Redis;
}

/** A Redis Cluster of three masters, the first with a replica, to be broken. */
export interface OwnCluster {
  readonly masters: readonly OwnNode[];
  readonly replica: OwnNode;
  /** Number of the master that has the slot of a key, as the cluster was formed. */
  shardOf(key: string): number;
  stop(): Promise<void>;
}

export async function startOwnCluster(): Promise<OwnCluster> {
  const servers = breakableServers(() => undefined, new AbortController().signal);
  const nodes: OwnNode[] = [];
  for (const name of ['a', 'b', 'c', 'copy-of-a']) nodes.push(await startNode(servers, name));
  const masters = nodes.slice(0, 3);
  const [first, , , replica] = nodes;
  if (!first || !replica) throw new Error('A cluster has more than one node.');
  for (const [i, { raw }] of masters.entries()) {
    await raw.call('CLUSTER', 'SET-CONFIG-EPOCH', i + 1);
    await raw.call('CLUSTER', 'ADDSLOTSRANGE', (lastSlots[i - 1] ?? -1) + 1, lastSlots[i] ?? 0);
  }
  for (const { raw, server } of nodes.slice(1)) {
    const [busPort] = /(?<=@)\d+/.exec(String(await raw.call('CLUSTER', 'NODES'))) ?? [];
    await first.raw.call('CLUSTER', 'MEET', '127.0.0.1', new URL(server.url).port, busPort ?? '');
  }
  const isFormed = async ({ raw }: OwnNode): Promise<boolean> =>
    /cluster_state:ok[^]*cluster_known_nodes:4/.test(await raw.cluster('INFO'));
  await eventually('the cluster is formed', formedWithinMs, async () =>
    (await Promise.all(nodes.map(isFormed))).every(Boolean) ? true : null,
  );
  await replica.raw.call('CLUSTER', 'REPLICATE', await first.raw.cluster('MYID'));
  await eventually('the replica follows its master', formedWithinMs, async () =>
    (await replica.raw.info('replication')).includes('master_link_status:up') ? true : null,
  );
  return {
    masters,
    replica,
    shardOf: (key) => lastSlots.findIndex((last) => slotOf(key) <= last),
    stop: async () => {
      for (const { raw } of nodes) raw.disconnect();
      await servers.stop();
    },
  };
}

async function startNode(servers: BreakableServers, name: string): Promise<OwnNode> {
  const server = await servers.newRedisNode(`redis-node-${name}`);
  await server.start();
  const raw = new Redis(server.url);
  raw.on('error', () => undefined); // broken on purpose
  return { server, raw };
}
