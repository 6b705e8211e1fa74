import { type Clock, withTimeout } from '@turnfleet/core';
import { Redis } from 'ioredis';
import { translateRedisError, unreachable } from './redis-errors.ts';

/** Longest a command may take, milliseconds; one that takes longer may have been applied. */
const commandTimeoutMs = 3_000;

/**
 * A client that never queues, resends, waits or reconnects: what cannot be done now fails now and is the caller's to
 * repeat, and its `ConnectionHealth` decides when to connect anew.
 */
export function createClient(url: string, name: string): Redis {
  return new Redis(url, {
    lazyConnect: true,
    connectionName: name,
    connectTimeout: commandTimeoutMs,
    commandTimeout: commandTimeoutMs,
    // A server that hangs does not see a polite end.
    disconnectTimeout: 500,
    enableAutoPipelining: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    retryStrategy: null,
    // After a failover behind the same address the old master is a replica: the next connection finds the new one.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  });
}

/** The outcome of a command, within twice the command timeout even if it waits behind another batch; errors translated. */
export async function bounded<T>(clock: Clock, host: string, command: () => Promise<T>): Promise<T> {
  try {
    return await withTimeout(clock, 2 * commandTimeoutMs, command(), () => unreachable(host, 'no answer in time'));
  } catch (error) {
    throw translateRedisError(error, host);
  }
}
