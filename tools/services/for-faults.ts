import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from './config.ts';
import { inNewFolder } from './folder.ts';
import { formatNode, type KafkaNode, kafkaProgram, newClusterId, type Settings } from './kafka.ts';
import { createToolbox } from './packages.ts';
import { freePort } from './port.ts';
import { probes } from './probe.ts';
import { clusterArguments, redisArguments } from './redis.ts';
import { type RestartableServer, restartable } from './restartable.ts';
import { ServerSet } from './server-set.ts';
import { stopSet } from './stop.ts';

export { freePort } from './port.ts';
export type { RestartableServer } from './restartable.ts';

/** Servers of one's own, to be broken. Native only: faults are signals to their processes. */
export interface BreakableServers {
  /** Brokers that are controllers too, topics replicated three times, all running. */
  startKafka(nodes: number, settings?: Settings): Promise<readonly RestartableServer[]>;
  /** Durable as in production; with `replicaOf`, the copy of another one (`host:port`). Not started yet. */
  newRedis(name: string, replicaOf?: string): Promise<RestartableServer>;
  /** A node of a cluster that is still to be formed: it knows no other node and has no slots. Not started yet. */
  newRedisNode(name: string): Promise<RestartableServer>;
  /** Ends all of them and removes their data. */
  stop(): Promise<void>;
}

/** Three brokers, their replicas and a fleet share a machine. */
const heapMb = 320;

export function breakableServers(log: (line: string) => void, signal: AbortSignal): BreakableServers {
  const config = readConfig();
  const set = ServerSet.ofThisProcess(config.stateFolder);
  const started: RestartableServer[] = [];
  const toolbox = createToolbox({ environment: config.environment, mayInstall: config.ci, log, signal });
  const newRedis = async (name: string, more: readonly string[]): Promise<RestartableServer> => {
    const command = await toolbox.path('redis-server');
    return inNewFolder(name, async (folder) => {
      const port = await freePort();
      const data = join(folder, 'data');
      await mkdir(data);
      const plan = {
        service: 'redis',
        url: `redis://127.0.0.1:${port}`,
        folder,
        command,
        args: [...redisArguments(port, data), ...more],
        logFile: join(folder, 'redis.log'),
        check: probes.redis,
      } as const;
      const server = restartable(plan, set);
      started.push(server);
      return server;
    });
  };
  return {
    startKafka: async (count, settings) => {
      const program = await kafkaProgram(toolbox, config.cacheFolder, { log, signal });
      const all: KafkaNode[] = [];
      for (let id = 1; id <= count; id++) all.push({ id, port: await freePort(), controllerPort: await freePort() });
      const clusterId = newClusterId();
      const servers = all.map((node) =>
        inNewFolder(`kafka-${node.id}`, async (folder) => {
          const properties = await formatNode(program, { folder, node, all, clusterId, settings }, { log, signal });
          const plan = {
            service: 'kafka',
            url: `127.0.0.1:${node.port}`,
            folder,
            command: program.java,
            args: [...program.broker(folder, heapMb), properties],
            logFile: join(folder, 'kafka.log'),
            check: probes.kafka,
          } as const;
          return restartable(plan, set);
        }),
      );
      const nodes = await Promise.all(servers);
      started.push(...nodes);
      await Promise.all(nodes.map((node) => node.start()));
      return nodes;
    },
    newRedis: (name, replicaOf) => newRedis(name, replicaOf ? ['--replicaof', ...replicaOf.split(':')] : []),
    newRedisNode: async (name) => newRedis(name, clusterArguments(await freePort())),
    stop: async () => {
      await Promise.all(started.map((server) => server.kill()));
      await stopSet(set, () => {});
    },
  };
}
