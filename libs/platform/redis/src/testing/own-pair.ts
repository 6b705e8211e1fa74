import { breakableServers } from '@turnfleet/services/for-faults';
import { eventually } from '@turnfleet/testing/eventually';
import { Redis } from 'ioredis';

const followsWithinMs = 60_000;

/** A Redis and its copy, nobody else's; clients without our settings. */
export interface OwnPair {
  readonly url: string;
  readonly master: Redis;
  readonly replica: Redis;
  stop(): Promise<void>;
}

export async function startOwnPair(): Promise<OwnPair> {
  const servers = breakableServers(() => undefined, new AbortController().signal);
  const first = await servers.newRedis('redis-master');
  const second = await servers.newRedis('redis-copy', new URL(first.url).host);
  await Promise.all([first.start(), second.start()]);
  const [master, replica] = [new Redis(first.url), new Redis(second.url)];
  await eventually('the copy follows', followsWithinMs, async () =>
    (await replica.info('replication')).includes('master_link_status:up') ? true : null,
  );
  return {
    url: first.url,
    master,
    replica,
    stop: async () => {
      master.disconnect();
      replica.disconnect();
      await servers.stop();
    },
  };
}
