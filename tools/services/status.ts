import type { Config } from './config.ts';
import { hidePassword } from './find.ts';
import { probes } from './probe.ts';
import { ServerSet, upSetFile } from './server-set.ts';
import { defaultUrls, probeMs, type ServiceName, type StartedServer, serviceNames, variables } from './service.ts';
import { stillRuns } from './stop.ts';

const header = ['SERVICE', 'FROM', 'ADDRESS', 'PID', 'STATE'] as const;
type Row = readonly [service: string, from: string, address: string, pid: string, state: string];

/** What there is of each service, as a table: named by the environment, started by `up`, listening by itself. */
export async function status(config: Config): Promise<string> {
  const set = ServerSet.load(upSetFile(config.stateFolder));
  const rows = await Promise.all(serviceNames.map((service) => rowsOf(service, config, set.find(service))));
  return table([header, ...rows.flat()]);
}

async function rowsOf(
  service: ServiceName,
  config: Config,
  server: StartedServer | undefined,
): Promise<readonly Row[]> {
  const address = config.addresses[service];
  const rows: Row[] = [];
  if (server) {
    const { running, url } = server;
    const pid = running.as === 'process' ? String(running.pid) : running.name;
    const state = (await stillRuns(server)) ? await stateOf(service, url) : 'ended by itself';
    rows.push([service, 'services up', hidePassword(url), pid, state]);
  }
  if (address && address !== server?.url) {
    rows.push([service, variables[service], hidePassword(address), '-', await stateOf(service, address)]);
  }
  if (rows.length > 0) return rows;
  const url = defaultUrls[service];
  const answer = await probes[service](url, probeMs);
  if (!answer.ok && !answer.listening) return [[service, '-', '-', '-', 'none']];
  return [[service, 'default port', hidePassword(url), '-', answer.ok ? 'answers' : answer.reason]];
}

async function stateOf(service: ServiceName, url: string): Promise<string> {
  const answer = await probes[service](url, probeMs);
  return answer.ok ? 'answers' : answer.reason;
}

function table(rows: readonly (typeof header | Row)[]): string {
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}
