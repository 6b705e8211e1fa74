import type { Watching } from '@turnfleet/conversation';
import { type Clock, type Logger, TurnfleetError } from '@turnfleet/core';
import { addressesOf } from './addresses.ts';
import { openCluster } from './cluster.ts';
import type { ClusterLayout } from './cluster-layout.ts';
import { openAny } from './open-any.ts';
import { openServer } from './open-server.ts';
import type { Script } from './script.ts';
import type { Subscriber } from './subscriber.ts';

export interface RedisOptions {
  /** `redis://[user:password@]host[:port][/db]` or `rediss://…`; of a cluster one node, or several: `host:port,host:port`. */
  readonly url: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** First part of every key. */
  readonly prefix?: string;
}

interface RedisCheck {
  readonly name: string;
  problem(): string | null;
}

/** One process's way to Redis. All keys of a call lie under one hash tag, as do all that it is about. */
export interface RedisConnection {
  readonly prefix: string;
  /** Runs a script in one round trip, batched with others of the moment; `overloaded` in bounded time if it cannot. */
  run(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<readonly string[]>;
  /**
   * Which run of which server has these keys, as of a moment ago; another one may have other data. `overloaded` while
   * unknown. What is run in the same tick goes to that very server or is refused.
   */
  server(keys: readonly string[]): string;
  /** Unix milliseconds by the clock of the server that has these keys, without any of one that answers; `overloaded` while unknown. */
  now(keys?: readonly string[]): number;
  readonly subscriber: Pick<Subscriber, 'listen'>;
  /** For `/readyz`. */
  readonly check: RedisCheck;
  /** Whether the clock of this process is about that of Redis. */
  readonly clockCheck: RedisCheck & { readonly isOurs: true };
  /** Calls `reconnected` whenever a command connection is back: the server may have lost or rolled back state. */
  onReconnect(reconnected: () => void): Watching;
  stop(): Promise<void>;
}

/** Connections to one server: one for commands, one for subscriptions. */
export interface ServerConnection extends RedisConnection {
  /** The slots as this server knows them, if it belongs to a cluster. */
  layout(): Promise<ClusterLayout | null>;
}

/**
 * Connects to a server, or to the cluster it belongs to; or fails within seconds: `overloaded` if there is no Redis,
 * `invalid_request` if it is not fit to keep state.
 */
export async function openRedis(options: RedisOptions): Promise<RedisConnection> {
  const urls = addressesOf(options.url);
  const open = (url: string): Promise<ServerConnection> => openServer({ ...options, url });
  const first = await openAny(urls, open);
  let cluster: RedisConnection | undefined;
  try {
    const layout = await first.layout();
    if (layout) cluster = await openCluster({ ...options, urls, open }, layout);
    else if (urls.length > 1) throw noCluster();
  } catch (error) {
    await first.stop();
    throw error;
  }
  if (!cluster) return first;
  await first.stop();
  return cluster;
}

const noCluster = (): TurnfleetError =>
  new TurnfleetError('invalid_request', 'REDIS_URL names several servers that are no cluster.', {
    suggestion: 'Name the one that is to keep the conversations; nodes of a cluster have cluster-enabled yes.',
  });
