import { randomBytes } from 'node:crypto';
import { runCommand } from './command.ts';
import { freePort } from './port.ts';
import type { LaunchContext, Launched, ServiceName, Source } from './service.ts';

interface Image {
  readonly name: string;
  readonly port: number;
  readonly url: (port: number) => string;
  readonly environment: (port: number) => Readonly<Record<string, string | number>>;
  readonly command: readonly string[];
}

const images: Record<ServiceName, Image> = {
  kafka: {
    name: 'apache/kafka:4.1.1',
    port: 9092,
    url: (port) => `127.0.0.1:${port}`,
    environment: (port) => ({
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_NODE_ID: 1,
      KAFKA_LISTENERS: 'PLAINTEXT://0.0.0.0:9092,CONTROLLER://127.0.0.1:9093',
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@127.0.0.1:9093',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: 1,
      KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: 4,
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: 1,
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: 1,
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: 0,
      KAFKA_HEAP_OPTS: '-Xmx512m',
    }),
    command: [],
  },
  redis: {
    name: 'redis:7-alpine',
    port: 6379,
    url: (port) => `redis://127.0.0.1:${port}`,
    environment: () => ({}),
    command: ['redis-server', '--save', '', '--appendonly', 'yes', '--maxmemory-policy', 'noeviction'],
  },
  postgres: {
    name: 'postgres:17-alpine',
    port: 5432,
    url: (port) => `postgres://postgres:turnfleet@127.0.0.1:${port}/postgres`,
    environment: () => ({ POSTGRES_PASSWORD: 'turnfleet' }),
    command: ['postgres', '-c', 'max_connections=200', '-c', 'fsync=off', '-c', 'full_page_writes=off'],
  },
};

/** A client without a daemon counts as no Docker. */
export async function dockerWorks(docker: string, signal: AbortSignal): Promise<boolean> {
  const limit = AbortSignal.timeout(10_000);
  const result = await runCommand(docker, ['info', '--format', '{{.ServerVersion}}'], {
    signal: AbortSignal.any([signal, limit]),
  }).catch((error: unknown) => {
    signal.throwIfAborted();
    if (limit.aborted) return { code: null };
    throw error;
  });
  return result.code === 0;
}

export function dockerSource(service: ServiceName, docker: string): Source {
  return { from: 'docker', launch: (context) => launch(service, docker, context) };
}

async function launch(service: ServiceName, docker: string, { log, signal }: LaunchContext): Promise<Launched> {
  const port = await freePort();
  const name = `turnfleet-${service}-${randomBytes(4).toString('hex')}`;
  log(`starting container ${name} (${images[service].name}) on port ${port} …`);
  try {
    const result = await runCommand(docker, containerArguments(service, name, port), {
      signal,
      onLine: (line) => {
        if (/^(Unable to find|Status:|.*: Pulling from)/.test(line)) log(line);
      },
    });
    if (result.code !== 0) throw new Error(`docker run failed: ${result.output.split('\n').slice(-2).join(' ')}`);
  } catch (error) {
    await removeContainer(docker, name);
    throw error;
  }
  const url = images[service].url(port);
  const ending = async () =>
    (await containerRuns(docker, name)) ? undefined : `its container ended: ${await containerLog(docker, name)}`;
  return { server: { service, url, folder: '', running: { as: 'container', name } }, ending };
}

export function containerArguments(service: ServiceName, name: string, port: number): readonly string[] {
  const image = images[service];
  const environment = Object.entries(image.environment(port)).flatMap(([key, value]) => ['-e', `${key}=${value}`]);
  const published = `127.0.0.1:${port}:${image.port}`;
  return ['run', '-d', '--name', name, '-p', published, ...environment, image.name, ...image.command];
}

/** True if it is there and running. */
export async function containerRuns(docker: string, name: string): Promise<boolean> {
  const { code, output } = await runCommand(docker, ['inspect', '-f', '{{.State.Running}}', name]);
  return code === 0 && output === 'true';
}

async function containerLog(docker: string, name: string): Promise<string> {
  const { output } = await runCommand(docker, ['logs', '--tail', '5', name]);
  return output;
}

export async function removeContainer(docker: string, name: string): Promise<void> {
  await runCommand(docker, ['rm', '-f', '-v', name]);
}
