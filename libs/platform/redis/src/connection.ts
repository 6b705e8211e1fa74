import type { Watching } from '@turnfleet/conversation';
import { type Clock, type Logger, TurnfleetError } from '@turnfleet/core';
import type { Redis } from 'ioredis';
import { addressesOf } from './addresses.ts';
import { bounded, createClient } from './client.ts';
import { openCluster } from './cluster.ts';
import { type ClusterLayout, layoutOf } from './cluster-layout.ts';
import { ConnectionHealth } from './connection-health.ts';
import { checkEvictionPolicy } from './eviction-policy.ts';
import { defaultPrefix } from './keys.ts';
import { openAny } from './open-any.ts';
import { unreachable } from './redis-errors.ts';
import type { Script } from './script.ts';
import { serverIdentityOf } from './server-identity.ts';
import { StoreClock } from './store-clock.ts';
import { Subscriber } from './subscriber.ts';
import { takesWrites } from './takes-writes.ts';

export interface RedisOptions {
  /** `redis://[user:password@]host[:port][/db]` or `rediss://…`; of a cluster one node, or several: `host:port,host:port`. */
  readonly url: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** First part of every key. */
  readonly prefix?: string;
}

export interface RedisCheck {
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

/** Connects to one server, whatever it belongs to. */
async function openServer({ url, clock, logger, prefix = defaultPrefix }: RedisOptions): Promise<ServerConnection> {
  const { host, hostname } = new URL(url);
  const commands = createClient(url, 'turnfleet');
  const subscriptions = createClient(url, 'turnfleet-subscriber');
  const time = new StoreClock(clock, host, logger);
  let server: string | null = null;
  let info = '';
  const ask = async (): Promise<void> => {
    const askedAt = clock.monotonic();
    info = await commands.info('server', 'replication', 'memory');
    server = serverIdentityOf(info);
    time.read(info, askedAt);
  };
  commands.on('close', () => {
    server = null;
  });
  const inspect = async (): Promise<void> => {
    checkEvictionPolicy(info, host);
    await takesWrites(commands);
  };
  const links = [
    new ConnectionHealth({ client: commands, purpose: 'commands', host, clock, logger, ping: ask, inspect }),
    new ConnectionHealth({ client: subscriptions, purpose: 'subscriptions', host, clock, logger }),
  ] as const;
  const stop = async (): Promise<void> => {
    time.stop();
    for (const link of links.toReversed()) await link.stop();
  };
  try {
    await Promise.all(links.map((link) => link.open()));
    time.mustAgree();
  } catch (error) {
    await stop();
    throw error;
  }
  const whileReady = <T>(command: () => Promise<T>): Promise<T> => {
    if (commands.status !== 'ready') return Promise.reject(unreachable(host, 'the connection was lost'));
    return bounded(clock, host, command);
  };
  return {
    prefix,
    run: (script, keys, args) =>
      whileReady(() => {
        time.mustAgree();
        return evaluate(commands, script, keys, args);
      }),
    layout: () => whileReady(() => layoutOf(commands, hostname)),
    server: () => {
      if (server === null) throw unreachable(host, 'the connection was lost');
      return server;
    },
    now: () => {
      const now = time.now();
      if (now === null) throw unreachable(host, 'the connection was lost');
      return now;
    },
    subscriber: new Subscriber(subscriptions, links[1], host, clock),
    check: { name: 'redis', problem: () => links[0].problem() ?? links[1].problem() },
    clockCheck: { name: 'clock', problem: () => time.problem(), isOurs: true },
    onReconnect: (reconnected) => links[0].onReconnect(reconnected),
    stop,
  };
}

async function evaluate(
  client: Redis,
  script: Script,
  keys: readonly string[],
  args: readonly (string | number)[],
): Promise<readonly string[]> {
  const rest = [...keys, ...args];
  try {
    return strings(await client.evalsha(script.sha, keys.length, ...rest));
  } catch (error) {
    // The server restarted or failed over and does not know the script yet; nothing was run.
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return strings(await client.eval(script.source, keys.length, ...rest));
  }
}

function strings(answer: unknown): readonly string[] {
  if (Array.isArray(answer) && answer.every((part) => typeof part === 'string')) return answer;
  throw new TurnfleetError('internal', 'A Redis script answered something else than a list of texts.');
}
