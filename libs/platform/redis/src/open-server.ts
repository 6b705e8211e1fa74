import { TurnfleetError } from '@turnfleet/core';
import type { Redis } from 'ioredis';
import { bounded, createClient } from './client.ts';
import { layoutOf } from './cluster-layout.ts';
import type { RedisOptions, ServerConnection } from './connection.ts';
import { ConnectionHealth } from './connection-health.ts';
import { checkEvictionPolicy } from './eviction-policy.ts';
import { defaultPrefix } from './keys.ts';
import { unreachable } from './redis-errors.ts';
import type { Script } from './script.ts';
import { StoreClock } from './store-clock.ts';
import { Subscriber } from './subscriber.ts';

/** Connects to one server, whatever it belongs to. */
export async function openServer({
  url,
  clock,
  logger,
  prefix = defaultPrefix,
}: RedisOptions): Promise<ServerConnection> {
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

/** `master_replid2` of a server that was never promoted. */
const none = /^0*$/;

/**
 * Names the run of the server, and the promotion that made it a master: with either its data may be another's. The
 * replication id alone says less, it also changes with the first replica. https://redis.io/docs/latest/commands/info/
 */
function serverIdentityOf(info: string): string {
  const field = (name: string): string => new RegExp(`^${name}:(\\S*)`, 'm').exec(info)?.[1] ?? '';
  const promoted = !none.test(field('master_replid2'));
  return `${field('run_id')}/${promoted ? field('master_replid') : ''}`;
}

/** A script that may write, and does not: it is refused where a write would be, and needs no key, so each node of a cluster runs it. */
const mayWrite = '#!lua\nreturn 1';

/**
 * Rejects with what the server refuses writes with: it may answer and yet be full, a replica, lack replicas of its own, or
 * be unable to persist. https://redis.io/docs/latest/develop/programmability/eval-intro/#eval-flags
 */
async function takesWrites(client: Redis): Promise<void> {
  await client.eval(mayWrite, 0);
}
