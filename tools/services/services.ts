import { findExecutable, searchPath } from './command.ts';
import { type Config, readConfig } from './config.ts';
import { dockerSource, dockerWorks } from './docker.ts';
import { findOrStart, type Search } from './find.ts';
import { nativeKafka } from './kafka.ts';
import { createToolbox } from './packages.ts';
import { nativePostgres } from './postgres.ts';
import { probes } from './probe.ts';
import { nativeRedis } from './redis.ts';
import { abandonedSets, ServerSet } from './server-set.ts';
import {
  defaultUrls,
  type Service,
  type ServiceMap,
  type ServiceName,
  type Source,
  serviceNames,
  variables,
} from './service.ts';
import { stopServer, stopSet } from './stop.ts';

export { createDatabase } from './database.ts';
export { readOwned, readUnavailable } from './environment.ts';
export type { Service, ServiceMap, ServiceName } from './service.ts';

interface Services {
  readonly services: ServiceMap;
  /** Stops what was started for this call, last first; what was found stays. */
  readonly stop: () => Promise<void>;
}

interface StartOptions {
  /** All three unless given. */
  readonly only?: readonly ServiceName[];
  readonly log: (line: string) => void;
  /** Gives up: what was started is stopped, and the call rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  readonly config?: Config;
  /** Where the servers are remembered; by default in a set that belongs to this process. */
  readonly set?: ServerSet;
}

/** Finds or starts each service: environment, default port, Docker, native. A missing one is a value, not an error. */
export async function startServices(options: StartOptions): Promise<Services> {
  const { log, only = serviceNames, config = readConfig(), signal = new AbortController().signal } = options;
  const { set = ServerSet.ofThisProcess(config.stateFolder) } = options;
  for (const abandoned of abandonedSets(config.stateFolder)) {
    await stopSet(abandoned, (line) => log(`left by a run that was killed: ${line}`));
  }
  const started = new Set<string>();
  const stop = async () => {
    for (const server of set.servers.filter(({ url }) => started.has(url)).toReversed()) {
      await stopServer(server, set);
      log(`${server.service}: stopped`);
    }
  };
  const sources = await sourcesOf(config, log, signal);
  const services: Partial<Record<ServiceName, Service>> = {};
  const find = async (service: ServiceName) => {
    const search: Search = {
      check: probes[service],
      variable: variables[service],
      address: config.addresses[service],
      defaultUrl: defaultUrls[service],
      sources: sources(service),
      remember: (server) => {
        started.add(server.url);
        set.put(server);
      },
      forget: async (server) => void (await stopServer(server, set)),
      readyWithinMs: 90_000,
    };
    services[service] = await findOrStart(search, { log: (line) => log(`${service}: ${line}`), signal });
  };
  // Each has to come to its end, one way or the other, before what was started can be stopped.
  const outcomes = await Promise.allSettled(only.map(find));
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure === undefined) return { services, stop };
  await stop();
  throw failure.reason;
}

/** The ways to start a server on this machine: in Docker if there is one, else as a program. */
async function sourcesOf(
  config: Config,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<(service: ServiceName) => readonly Source[]> {
  const { environment, cacheFolder } = config;
  const docker = findExecutable('docker', searchPath(environment));
  const container = docker && (await dockerWorks(docker, signal)) ? docker : undefined;
  const toolbox = createToolbox({ environment, mayInstall: config.ci, log, signal });
  const native: Record<ServiceName, Source> = {
    kafka: nativeKafka(toolbox, cacheFolder),
    redis: nativeRedis(toolbox),
    postgres: nativePostgres(toolbox),
  };
  return (service) => [...(container ? [dockerSource(service, container)] : []), native[service]];
}
