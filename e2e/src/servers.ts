import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { silentLogger, systemClock } from '@turnfleet/core';
import { ensureTopics } from '@turnfleet/kafka';
import { onServer } from '@turnfleet/testing';

const variables = { kafka: 'KAFKA_BROKERS', redis: 'REDIS_URL', postgres: 'DATABASE_URL' } as const;

type ServerName = keyof typeof variables;

export interface Servers {
  readonly brokers: string;
  /** What apps need to use them: a database and a consumer group of their own, topics that exist. */
  readonly env: Readonly<Record<string, string>>;
}

export const startingMs = 120_000;

/**
 * A suite on real servers. `servers()` may be called inside tests and hooks only. Where one is missing, the suite is
 * skipped visibly and with the reason; with CI=true it fails.
 */
export function describeOnServers(name: string, needs: readonly ServerName[], suite: (servers: () => Servers) => void) {
  const missing = needs.filter((server) => !process.env[variables[server]]);
  if (missing.length > 0) {
    const why = missing.map(reason).join('; ');
    if (process.env['CI'] === 'true') {
      it(`${name}: finds its servers`, () => {
        throw new Error(`With CI=true no server may be missing: ${why}.`);
      });
    } else describe.skip(`${name} (skipped: ${why})`, () => it('needs them', () => undefined));
    return;
  }
  describe(name, () => {
    let servers: Servers;
    let release = async (): Promise<void> => undefined;
    beforeAll(async () => {
      const brokers = needs.includes('kafka') ? (process.env[variables.kafka] ?? '') : '';
      if (brokers) await ensureTopics({ ...kafkaDeps, brokers: brokers.split(',') });
      const database = needs.includes('postgres')
        ? await ownDatabase(process.env[variables.postgres] ?? '')
        : undefined;
      if (database) release = database.drop;
      const env: Record<string, string> = {};
      if (brokers) Object.assign(env, { KAFKA_BROKERS: brokers, KAFKA_GROUP_ID: `e2e-${randomUUID()}` });
      if (needs.includes('redis')) env['REDIS_URL'] = process.env[variables.redis] ?? '';
      if (database) env['DATABASE_URL'] = database.url;
      servers = { brokers, env };
    }, startingMs);
    afterAll(() => release(), startingMs);
    suite(() => servers);
  });
}

const kafkaDeps = { clientId: 'e2e', clock: systemClock, logger: silentLogger };

function reason(server: ServerName): string {
  const reasons = (process.env['TURNFLEET_SERVICES_MISSING'] ?? '').split('; ');
  return reasons.find((one) => one.startsWith(`${server}: `)) ?? `${variables[server]} is not set`;
}

/** An empty database on the server at `url`. */
async function ownDatabase(url: string) {
  const name = `turnfleet_e2e_${randomUUID().replaceAll('-', '')}`;
  await onServer(url, `create database ${name}`);
  const own = Object.assign(new URL(url), { pathname: `/${name}` }).toString();
  return { url: own, drop: () => onServer(url, `drop database ${name} with (force)`) };
}
