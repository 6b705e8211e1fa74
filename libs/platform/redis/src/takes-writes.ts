import type { Redis } from 'ioredis';

/** A script that may write, and does not: it is refused where a write would be, and needs no key, so each node of a cluster runs it. */
const mayWrite = '#!lua\nreturn 1';

/**
 * Rejects with what the server refuses writes with: it may answer and yet be full, a replica, lack replicas of its own, or
 * be unable to persist. https://redis.io/docs/latest/develop/programmability/eval-intro/#eval-flags
 */
export async function takesWrites(client: Redis): Promise<void> {
  await client.eval(mayWrite, 0);
}
