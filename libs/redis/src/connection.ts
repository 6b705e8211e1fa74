import type { Watching } from '@turnfleet/conversation';
import { type Clock, type Logger, TurnfleetError } from '@turnfleet/core';
import type { Redis } from 'ioredis';
import { bounded, createClient } from './client.ts';
import { checkPolicy } from './eviction-policy.ts';
import { Link } from './link.ts';
import { unreachable } from './redis-errors.ts';
import type { Script } from './script.ts';
import { serverOf } from './server-identity.ts';
import { Subscriber } from './subscriber.ts';

export interface RedisOptions {
  /** `redis://[user:password@]host[:port][/db]` or `rediss://…`. */
  readonly url: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** First part of every key. */
  readonly prefix?: string;
}

/** One process's way to Redis: a connection for commands, one for subscriptions. */
export interface RedisConnection {
  readonly prefix: string;
  /** Runs a script in one round trip, batched with others of the moment; `overloaded` in bounded time if it cannot. */
  run(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<readonly string[]>;
  /** Which run of which server this is, as of a moment ago; another one may have other data. `overloaded` while unknown. */
  server(): string;
  readonly subscriber: Subscriber;
  /** For `/readyz`. */
  readonly check: { readonly name: string; problem(): string | null };
  /** Calls `reconnected` whenever the command connection is back: the server may have lost or rolled back state. */
  onReconnect(reconnected: () => void): Watching;
  stop(): Promise<void>;
}

/** Connects, or fails within seconds: `overloaded` if there is no Redis, `invalid_request` if it is not fit to keep state. */
export async function openRedis({ url, clock, logger, prefix = 'tf' }: RedisOptions): Promise<RedisConnection> {
  const host = hostOf(url);
  const commands = createClient(url, 'turnfleet');
  const subscriptions = createClient(url, 'turnfleet-subscriber');
  let server: string | null = null;
  const look = async (): Promise<void> => {
    server = await serverOf(commands);
  };
  commands.on('close', () => {
    server = null;
  });
  const inspect = async (): Promise<void> => {
    await look();
    await checkPolicy(commands, host);
  };
  const links = [
    new Link({ client: commands, purpose: 'commands', host, clock, logger, inspect, ping: look }),
    new Link({ client: subscriptions, purpose: 'subscriptions', host, clock, logger }),
  ] as const;
  const stop = async (): Promise<void> => {
    for (const link of links.toReversed()) await link.stop();
  };
  try {
    await Promise.all(links.map((link) => link.open()));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    prefix,
    run: (script, keys, args) => {
      if (commands.status !== 'ready') return Promise.reject(unreachable(host, 'the connection was lost'));
      return bounded(clock, host, () => evaluate(commands, script, keys, args));
    },
    server: () => {
      if (server === null) throw unreachable(host, 'the connection was lost');
      return server;
    },
    subscriber: new Subscriber(subscriptions, links[1], host, clock),
    check: { name: 'redis', problem: () => links[0].problem() ?? links[1].problem() },
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

function hostOf(url: string): string {
  if (URL.canParse(url)) return new URL(url).host;
  throw new TurnfleetError('invalid_request', 'REDIS_URL is not a URL.', {
    suggestion: 'Write it as redis://host:6379.',
  });
}
