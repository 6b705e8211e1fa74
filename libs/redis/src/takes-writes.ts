import type { Redis } from 'ioredis';

/** So that nothing is left of a process that ended. */
const keptMs = 60_000;

/**
 * Writes a little, as a server may answer and yet take no writes: it is full, a replica, lacks replicas of its own, or cannot
 * persist. Rejects with its refusal. The key has a hash tag like all others, for users that may write nothing else.
 */
export async function takesWrites(client: Redis, prefix: string): Promise<void> {
  await client.set(`{${prefix}:probe}`, '1', 'PX', keptMs);
}
