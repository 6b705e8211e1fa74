import type { Redis } from 'ioredis';

/**
 * Names the run of the server and the history of its data. A restart changes the first, a promotion the second; either may
 * have taken writes back. https://redis.io/docs/latest/commands/info/
 */
export async function serverOf(client: Redis): Promise<string> {
  const info = await client.info('server', 'replication');
  return ['run_id', 'master_replid'].map((name) => new RegExp(`^${name}:(\\S*)`, 'm').exec(info)?.[1] ?? '').join('/');
}
