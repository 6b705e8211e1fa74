import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { inNewFolder } from './folder.ts';
import { kafkaJars } from './kafka-jars.ts';
import type { Toolbox } from './packages.ts';
import { freePort } from './port.ts';
import { background } from './process.ts';
import type { Source } from './service.ts';

/** Apache Kafka on the machine's Java: one node, broker and KRaft controller in one process. */
export function nativeKafka(toolbox: Toolbox, cacheFolder: string): Source {
  return {
    from: 'native',
    launch: async (context) => {
      const { log, signal } = context;
      const java = await toolbox.path('java');
      await requireJava17(java);
      const jars = await kafkaJars(toolbox, cacheFolder, context);
      return inNewFolder('kafka', async (folder) => {
        const port = await freePort();
        const properties = join(folder, 'server.properties');
        await writeFile(properties, kafkaProperties({ port, controllerPort: await freePort(), folder }));
        await writeFile(join(folder, 'log4j2.properties'), log4j);
        const jvm = ['-cp', `${jars}/*`, `-Dlog4j2.configurationFile=${folder}/log4j2.properties`];
        log(`starting Kafka on port ${port} …`);
        const format = ['kafka.tools.StorageTool', 'format', '-t', clusterId(), '-c', properties];
        const formatted = await runCommand(java, [...quickJvm, ...jvm, ...format], { cwd: folder, signal });
        if (formatted.code !== 0) throw new Error(`formatting Kafka's storage failed:\n    ${formatted.output}`);
        const { process, ending } = await background(java, ['-Xmx512m', ...jvm, 'kafka.Kafka', properties], {
          cwd: folder,
          logFile: join(folder, 'kafka.log'),
        });
        const url = `127.0.0.1:${port}`;
        return { server: { service: 'kafka', url, folder, running: { as: 'process', ...process } }, ending };
      });
    },
  };
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

/** Few internal partitions and no rebalance delay: a single broker on a laptop, where tests wait for both. */
export function kafkaProperties(at: { port: number; controllerPort: number; folder: string }): string {
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    listeners: `PLAINTEXT://127.0.0.1:${at.port},CONTROLLER://127.0.0.1:${at.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${at.port}`,
    'controller.listener.names': 'CONTROLLER',
    'controller.quorum.voters': `1@127.0.0.1:${at.controllerPort}`,
    'log.dirs': join(at.folder, 'data'),
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** Kafka's Uuid in base64url; a leading dash would read as an option. */
function clusterId(): string {
  return `T${randomBytes(16).toString('base64url').slice(1)}`;
}

async function requireJava17(java: string): Promise<void> {
  const { output } = await runCommand(java, ['-version']);
  const version = Number(/version "(\d+)/.exec(output)?.[1]);
  if (!(version >= 17)) {
    throw new Error(`Kafka needs Java 17 or later, ${java} is ${Number.isNaN(version) ? 'something else' : version}`);
  }
}
