import type { BreakableServers, RestartableServer } from '@turnfleet/services/for-faults';
import { eventually } from '@turnfleet/testing/eventually';
import { startTcpProxy, type TcpProxy } from '@turnfleet/testing/tcp-proxy';
import { Redis } from 'ioredis';

const caughtUpWithinMs = 60_000;

/** A Redis and its copy, both behind one address. */
export interface RedisPair {
  readonly url: string;
  /** In front of whoever is the master: delays, cuts, holds. */
  readonly front: TcpProxy;
  /** Kills the master and starts it again on its data. */
  restart(): Promise<void>;
  flush(): Promise<void>;
  /** The copy stops following; after `lagMs` the master dies, and the copy takes its place as it is. */
  failOver(lagMs: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export async function startRedisPair(servers: BreakableServers): Promise<RedisPair> {
  let [master, copy] = [await servers.newRedis('redis-a'), await servers.newRedis('redis-b')];
  await Promise.all([master.start(), copy.start()]);
  const [front, link] = [await startTcpProxy(placeOf(master)), await startTcpProxy(placeOf(master))];
  await follow();

  /** Makes the copy follow the master, through `link`, and waits until it has everything. */
  async function follow(): Promise<void> {
    await command(copy, (redis) => redis.replicaof('127.0.0.1', link.port));
    await command(copy, (redis) =>
      eventually('the copy of Redis has caught up', caughtUpWithinMs, async () =>
        (await redis.info('replication')).includes('master_link_status:up') ? true : null,
      ),
    );
  }

  return {
    url: `redis://127.0.0.1:${front.port}`,
    front,
    restart: async () => {
      await master.kill();
      await master.start();
    },
    flush: () => command(master, (redis) => redis.flushall()),
    failOver: async (lag) => {
      link.freeze();
      await lag();
      await master.kill();
      await command(copy, (redis) => redis.replicaof('NO', 'ONE'));
      [master, copy] = [copy, master];
      front.redirect(placeOf(master));
      link.redirect(placeOf(master));
      front.cut();
      link.thaw();
      link.cut();
      await copy.start();
      await follow();
    },
    close: async () => {
      await Promise.all([front.close(), link.close()]);
    },
  };
}

function placeOf({ url }: RestartableServer): { host: string; port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}

async function command(server: RestartableServer, use: (redis: Redis) => Promise<unknown>): Promise<void> {
  const redis = new Redis(server.url, { maxRetriesPerRequest: 20 });
  redis.on('error', () => undefined); // the command itself tells
  try {
    await use(redis);
  } finally {
    redis.disconnect();
  }
}
