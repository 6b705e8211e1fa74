import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { Client } from 'pg';

/**
 * A suite on a Postgres database of its own, made before it and dropped after it. `url()` may be called inside tests and
 * hooks only. Without DATABASE_URL it is skipped visibly; with CI=true it fails.
 */
export function describeOnPostgres(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
  suite: (url: () => string) => void,
): void {
  const server = env.DATABASE_URL;
  if (server === undefined && env.CI === 'true') {
    describe(name, () => {
      it('finds a PostgreSQL server', () => {
        throw new Error('DATABASE_URL is not set, and with CI=true no server may be missing.');
      });
    });
    return;
  }
  if (server === undefined) {
    describe.skip(`${name} (skipped: DATABASE_URL is not set)`, () => suite(() => ''));
    return;
  }
  describe(name, () => {
    const database = `turnfleet_spec_${randomBytes(6).toString('hex')}`;
    beforeAll(() => onServer(server, `create database ${database}`));
    afterAll(() => onServer(server, `drop database ${database} with (force)`));
    suite(() => Object.assign(new URL(server), { pathname: `/${database}` }).toString());
  });
}

/** Runs one statement on the server at `url`, on a connection of its own. */
export async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
