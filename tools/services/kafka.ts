import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { inNewFolder } from './folder.ts';
import { kafkaJars } from './kafka-jars.ts';
import type { Toolbox } from './packages.ts';
import { freePort } from './port.ts';
import { background } from './process.ts';
import type { LaunchContext, Source } from './service.ts';

/** Apache Kafka on the machine's Java: one node, broker and KRaft controller in one process. */
export function nativeKafka(toolbox: Toolbox, cacheFolder: string): Source {
  return {
    from: 'native',
    launch: async (context) => {
      const program = await kafkaProgram(toolbox, cacheFolder, context);
      return inNewFolder('kafka', async (folder) => {
        const node = { id: 1, port: await freePort(), controllerPort: await freePort() };
        const properties = await formatNode(program, { folder, node, all: [node], clusterId: newClusterId() }, context);
        context.log(`starting Kafka on port ${node.port} …`);
        const { process, ending } = await background(program.java, [...program.broker(folder, 512), properties], {
          cwd: folder,
          logFile: join(folder, 'kafka.log'),
        });
        const url = `127.0.0.1:${node.port}`;
        return { server: { service: 'kafka', url, folder, running: { as: 'process', ...process } }, ending };
      });
    },
  };
}

/** How to run Kafka on this machine. */
interface KafkaProgram {
  readonly java: string;
  /** Arguments before the properties file, of a broker whose heap is bounded in MiB, and of the tool that formats. */
  broker(folder: string, heapMb: number): readonly string[];
  storageTool(folder: string): readonly string[];
}

export async function kafkaProgram(
  toolbox: Toolbox,
  cacheFolder: string,
  context: LaunchContext,
): Promise<KafkaProgram> {
  const java = await toolbox.path('java');
  await requireJava17(java);
  const jars = await kafkaJars(toolbox, cacheFolder, context);
  const jvm = (folder: string) => ['-cp', `${jars}/*`, `-Dlog4j2.configurationFile=${folder}/log4j2.properties`];
  return {
    java,
    broker: (folder, heapMb) => [`-Xmx${heapMb}m`, ...jvm(folder), 'kafka.Kafka'],
    storageTool: (folder) => [...quickJvm, ...jvm(folder), 'kafka.tools.StorageTool'],
  };
}

/** A broker that is a controller, too. */
export interface KafkaNode {
  readonly id: number;
  readonly port: number;
  readonly controllerPort: number;
}

interface NodePlan {
  readonly folder: string;
  readonly node: KafkaNode;
  /** All nodes of its cluster. */
  readonly all: readonly KafkaNode[];
  readonly clusterId: string;
  /** Properties besides those that every node has. */
  readonly settings?: Settings;
}

export type Settings = Readonly<Record<string, string | number | boolean>>;

/** Makes a node's settings and its empty storage; the path of its properties file. */
export async function formatNode(
  program: KafkaProgram,
  { folder, node, all, clusterId, settings }: NodePlan,
  { signal }: LaunchContext,
): Promise<string> {
  const properties = join(folder, 'server.properties');
  await writeFile(properties, kafkaProperties(node, all, folder, settings));
  await writeFile(join(folder, 'log4j2.properties'), log4j);
  const format = [...program.storageTool(folder), 'format', '-t', clusterId, '-c', properties];
  const formatted = await runCommand(program.java, format, { cwd: folder, signal });
  if (formatted.code !== 0) throw new Error(`formatting Kafka's storage failed:\n    ${formatted.output}`);
  return properties;
}

/** For a run of a second: no time spent on compiling well. */
const quickJvm = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

const log4j = `rootLogger.level=WARN
rootLogger.appenderRef.out.ref=out
appender.out.type=Console
appender.out.name=out
appender.out.layout.type=PatternLayout
appender.out.layout.pattern=%d %p %c{1}: %m%n
`;

/** Few internal partitions and no rebalance delay: brokers on a laptop, where tests wait for both. */
function kafkaProperties(node: KafkaNode, all: readonly KafkaNode[], folder: string, others: Settings = {}): string {
  const copies = Math.min(3, all.length);
  const inSync = Math.min(2, all.length);
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': node.id,
    listeners: `PLAINTEXT://127.0.0.1:${node.port},CONTROLLER://127.0.0.1:${node.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${node.port}`,
    'controller.listener.names': 'CONTROLLER',
    'controller.quorum.voters': all.map(({ id, controllerPort }) => `${id}@127.0.0.1:${controllerPort}`).join(','),
    'log.dirs': join(folder, 'data'),
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': copies,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': inSync,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': copies,
    'share.coordinator.state.topic.min.isr': inSync,
    'min.insync.replicas': inSync,
    'group.initial.rebalance.delay.ms': 0,
    ...others,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** Kafka's Uuid in base64url; a leading dash would read as an option. */
export function newClusterId(): string {
  return `T${randomBytes(16).toString('base64url').slice(1)}`;
}

async function requireJava17(java: string): Promise<void> {
  const { output } = await runCommand(java, ['-version']);
  const version = Number(/version "(\d+)/.exec(output)?.[1]);
  if (!(version >= 17)) {
    throw new Error(`Kafka needs Java 17 or later, ${java} is ${Number.isNaN(version) ? 'something else' : version}`);
  }
}
