import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { hasCode } from './has-code.ts';
import { identityOf, isRunning, type ProcessId } from './identity.ts';
import type { ServiceName, StartedServer } from './service.ts';
import { serviceNames } from './service.ts';

const processId = z.object({ pid: z.number(), identity: z.string() });
const server = z.object({
  service: z.enum(serviceNames),
  url: z.string(),
  folder: z.string(),
  running: z.discriminatedUnion('as', [
    processId.extend({ as: z.literal('process') }),
    z.object({ as: z.literal('container'), name: z.string() }),
  ]),
});
const stored = z.object({ owner: processId.nullable(), servers: z.array(server) });

/**
 * Servers started together, on disk so that they can be stopped by another process, later.
 * Of one `up` there is one set, owned by nobody; a run owns its set, and what a dead run left can be swept.
 * Every change is written at once, by rename: the file is always whole, and gone when the set is empty.
 */
export class ServerSet {
  readonly #file: string;
  readonly #owner: ProcessId | null;
  #servers: readonly StartedServer[];

  private constructor(file: string, owner: ProcessId | null, servers: readonly StartedServer[]) {
    this.#file = file;
    this.#owner = owner;
    this.#servers = servers;
  }

  static load(file: string): ServerSet {
    const text = readIfThere(file);
    if (text === undefined) return new ServerSet(file, null, []);
    const { owner, servers } = parse(file, text);
    return new ServerSet(file, owner, servers);
  }

  static ofThisProcess(stateFolder: string): ServerSet {
    const owner = { pid: process.pid, identity: identityOf(process.pid) ?? 'unknown' };
    return new ServerSet(join(stateFolder, `run-${randomUUID()}.json`), owner, []);
  }

  /** In the order they were started. */
  get servers(): readonly StartedServer[] {
    return this.#servers;
  }

  get abandoned(): boolean {
    return this.#owner !== null && !isRunning(this.#owner);
  }

  find(service: ServiceName): StartedServer | undefined {
    return this.#servers.find((each) => each.service === service);
  }

  /** One that was started again at the same address takes the place of the one before. */
  put(added: StartedServer): void {
    this.#save([...this.#servers.filter((each) => each.url !== added.url), added]);
  }

  remove(removed: StartedServer): void {
    this.#save(this.#servers.filter((each) => each.url !== removed.url));
  }

  #save(servers: readonly StartedServer[]): void {
    this.#servers = servers;
    if (servers.length === 0) return rmSync(this.#file, { force: true });
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
    const partial = `${this.#file}.${process.pid}`;
    writeFileSync(partial, `${JSON.stringify({ owner: this.#owner, servers }, null, 2)}\n`, { mode: 0o600 });
    renameSync(partial, this.#file);
  }
}

/** The sets of runs that ended without stopping their servers. */
export function abandonedSets(stateFolder: string): readonly ServerSet[] {
  return (readdirIfThere(stateFolder) ?? [])
    .filter((name) => /^run-.*\.json$/.test(name))
    .map((name) => ServerSet.load(join(stateFolder, name)))
    .filter((set) => set.abandoned);
}

export function upSetFile(stateFolder: string): string {
  return join(stateFolder, 'up.json');
}

function parse(file: string, text: string): z.infer<typeof stored> {
  try {
    return stored.parse(JSON.parse(text));
  } catch {
    throw new Error(
      `${file}, which says what was started, cannot be read. Stop those servers by hand, if they run, and delete the file.`,
    );
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function readdirIfThere(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
