import { Client, escapeIdentifier } from 'pg';

interface Database {
  readonly url: string;
  /** Removes it, with whoever is still connected to it. */
  drop(): Promise<void>;
}

/** A new, empty database on the server at `url`. Fails if one of that name exists. */
export async function createDatabase(url: string, name: string): Promise<Database> {
  const quoted = escapeIdentifier(name);
  await run(url, `create database ${quoted}`);
  const own = new URL(url);
  own.pathname = `/${encodeURIComponent(name)}`;
  return { url: own.href, drop: () => run(url, `drop database if exists ${quoted} with (force)`) };
}

async function run(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
