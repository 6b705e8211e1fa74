import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { readConfig } from './config.ts';
import { createDatabase } from './database.ts';
import { nativeKafka } from './kafka.ts';
import { createToolbox, findTool, type Tool } from './packages.ts';
import { nativePostgres } from './postgres.ts';
import { probes } from './probe.ts';
import { endProcess } from './process.ts';
import { nativeRedis } from './redis.ts';
import { ServerSet } from './server-set.ts';
import { type Launched, type ServiceName, type Source, serviceNames } from './service.ts';
import { stillRuns, stopServer } from './stop.ts';

const config = readConfig();
const signal = new AbortController().signal;
const toolbox = createToolbox({ environment: config.environment, mayInstall: config.ci, log: () => {}, signal });
const sources: Record<ServiceName, Source> = {
  kafka: nativeKafka(toolbox, config.cacheFolder),
  redis: nativeRedis(toolbox),
  postgres: nativePostgres(toolbox),
};
const programs: Record<ServiceName, readonly Tool[]> = {
  kafka: ['java', 'mvn'],
  redis: ['redis-server'],
  postgres: ['initdb'],
};

const sets: ServerSet[] = [];
afterEach(async () => {
  for (const set of sets.splice(0)) for (const server of set.servers) await stopServer(server, set);
});

async function started(service: ServiceName): Promise<{ launched: Launched; set: ServerSet }> {
  const set = ServerSet.ofThisProcess(config.stateFolder);
  sets.push(set);
  const launched = await sources[service].launch({ log: () => {}, signal });
  set.put(launched.server);
  while (!(await probes[service](launched.server.url, 3_000)).ok) expect(await launched.ending()).toBeUndefined();
  return { launched, set };
}

/** Skipped visibly, by its name, where a program is missing; on a build machine it is installed instead. */
const itWith = (service: ServiceName) => {
  const missing = programs[service].filter((tool) => findTool(tool, config.environment) === undefined);
  return missing.length > 0 && !config.ci ? it.skip : it;
};

describe.each(serviceNames)('%s as a program of this machine', (service) => {
  itWith(service)(
    'starts, answers, and is gone with its data when it is stopped',
    async () => {
      const { launched, set } = await started(service);
      expect(await stopServer(launched.server, set)).toBe(true);
      expect(await stillRuns(launched.server)).toBe(false);
      expect(existsSync(launched.server.folder)).toBe(false);
      expect(await probes[service](launched.server.url, 3_000)).toMatchObject({ ok: false, listening: false });
    },
    180_000,
  );
});

itWith('redis')('a server that was killed is noticed, and what it left is removed', async () => {
  const { launched, set } = await started('redis');
  if (launched.server.running.as === 'process') await endProcess(launched.server.running, 'SIGTERM', 0);
  expect(await stillRuns(launched.server)).toBe(false);
  expect(await stopServer(launched.server, set)).toBe(false);
  expect(existsSync(launched.server.folder)).toBe(false);
  expect(set.servers).toEqual([]);
});

itWith('postgres')(
  'a test run gets a database of its own, and takes it away again',
  async () => {
    const { launched } = await started('postgres');
    const name = 'run "1" 订单';
    const database = await createDatabase(launched.server.url, name);
    const client = new Client({ connectionString: database.url });
    await client.connect();
    expect((await client.query('select current_database() as name')).rows).toEqual([{ name }]);
    const cutOff = new Promise((resolve) => client.on('error', resolve));
    await database.drop();
    await cutOff;
    await expect(new Client({ connectionString: database.url }).connect()).rejects.toThrow(/does not exist/);
  },
  60_000,
);
