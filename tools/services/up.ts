import { join } from 'node:path';
import type { Config } from './config.ts';
import { exclusively } from './exclusively.ts';
import { probes } from './probe.ts';
import { abandonedSets, ServerSet, upSetFile } from './server-set.ts';
import { probeMs, readyService, type Service, type ServiceMap, type ServiceName } from './service.ts';
import { startServices } from './services.ts';
import { stillRuns, stopServer, stopSet } from './stop.ts';

interface UpOptions {
  readonly config: Config;
  readonly only: readonly ServiceName[];
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Brings all of them up to stay, keeping what an earlier `up` started and still answers. All or nothing: throws otherwise. */
export function up(options: UpOptions): Promise<ServiceMap> {
  const { config, only, log, signal } = options;
  return exclusively(lockFile(config), async () => {
    const set = ServerSet.load(upSetFile(config.stateFolder));
    const kept: Partial<Record<ServiceName, Service>> = {};
    const addresses = { ...config.addresses };
    for (const server of set.servers.filter(({ service }) => only.includes(service))) {
      const { service, url } = server;
      if (addresses[service] === url) delete addresses[service]; // exported from an earlier `up`: still ours
      if ((await stillRuns(server)) && (await probes[service](url, probeMs)).ok) {
        if (addresses[service]) continue;
        log(`${service}: still there from an earlier "services up"`);
        kept[service] = readyService(url, 'up', server);
      } else {
        log(`${service}: the one started earlier has ended`);
        await stopServer(server, set);
      }
    }
    const wanted = only.filter((service) => !kept[service]);
    const started = await startServices({ only: wanted, config: { ...config, addresses }, log, signal, set });
    const problems = Object.entries(started.services).flatMap(([name, service]) =>
      service.kind === 'unavailable' ? [`${name}: ${service.reason}`] : [],
    );
    if (problems.length > 0) {
      await started.stop();
      throw new Error(`${problems.join('\n')}\nNothing of this attempt is left running.`);
    }
    return { ...kept, ...started.services };
  });
}

/** Stops what `up` started, and what killed runs left behind. */
export function down(config: Config, log: (line: string) => void): Promise<void> {
  return exclusively(lockFile(config), async () => {
    const sets = [ServerSet.load(upSetFile(config.stateFolder)), ...abandonedSets(config.stateFolder)];
    if (sets.every(({ servers }) => servers.length === 0)) log('nothing to stop: nothing was started from here');
    for (const set of sets) await stopSet(set, log);
  });
}

function lockFile(config: Config): string {
  return join(config.stateFolder, 'up.lock');
}
