import { containerRuns, removeContainer } from './docker.ts';
import { removeFolder } from './folder.ts';
import { isRunning } from './identity.ts';
import { endProcess } from './process.ts';
import type { ServerSet } from './server-set.ts';
import type { StartedServer } from './service.ts';

/** SIGINT is PostgreSQL's fast shutdown; on SIGTERM it waits for its clients to leave. */
const stopSignals = { kafka: 'SIGTERM', redis: 'SIGTERM', postgres: 'SIGINT' } as const;
const graceMs = 10_000;

/** True if the server that was started still runs – that very process, not one that got its number later. */
export async function stillRuns({ running }: StartedServer): Promise<boolean> {
  return running.as === 'process' ? isRunning(running) : containerRuns('docker', running.name);
}

/** Stops a server, removes its data, forgets it. False if it had ended by itself. */
export async function stopServer(server: StartedServer, set: ServerSet): Promise<boolean> {
  const ran = await stillRuns(server);
  if (server.running.as === 'process') await endProcess(server.running, stopSignals[server.service], graceMs);
  else await removeContainer('docker', server.running.name);
  if (server.folder !== '') await removeFolder(server.folder);
  set.remove(server);
  return ran;
}

/** Stops all of a set, last started first. */
export async function stopSet(set: ServerSet, log: (line: string) => void): Promise<void> {
  for (const server of set.servers.toReversed()) {
    const ran = await stopServer(server, set);
    log(`${server.service}: ${ran ? 'stopped' : 'had ended already'}`);
  }
}
