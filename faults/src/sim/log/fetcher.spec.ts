import { expect, it } from '@jest/globals';
import { settle } from '@turnfleet/core/testing';
import { Link } from '../process/link.ts';
import { SimProcess } from '../process/sim-process.ts';
import { randomOf } from '../time/random.ts';
import { VirtualTime } from '../time/virtual-time.ts';
import { Cluster } from './cluster.ts';
import { Fetcher } from './fetcher.ts';

const record = { topic: 't', partition: 0, key: null, value: null, headers: {} };

/** A member that reads a topic of one partition from its beginning. */
function scene() {
  const time = new VirtualTime();
  const cluster = new Cluster(time, 8_000);
  cluster.createTopic('t', 1);
  const client = new SimProcess('client', time);
  const link = new Link({
    time,
    process: client,
    random: randomOf(1, 'link'),
    latencyMs: () => [1, 2],
    mishap: () => null,
    watch: () => undefined,
  });
  const delivered: bigint[] = [];
  const fetcher = new Fetcher(client, link, cluster, 't', (_, records) =>
    delivered.push(...records.map(({ offset }) => offset)),
  );
  fetcher.seek([{ partition: 0, start: 0n, epoch: 1 }]);
  return { time, cluster, fetcher, delivered };
}

/** A rejection without an owner ended the thread, and with it all runs that were still to come. */
it('fetches again after a refusal that came while fetches are slow, and leaves no rejection without an owner', async () => {
  const { time, cluster, fetcher, delivered } = scene();
  const unowned: unknown[] = [];
  const note = (error: unknown): void => void unowned.push(error);
  process.on('unhandledRejection', note);
  cluster.slowFetchMs = 500;
  cluster.append(record);
  cluster.loseLeader('t', 0, 100);

  await time.run(time.now() + 50);
  await settle();
  await time.run(time.now() + 5_000);

  expect(delivered).toEqual([0n]);
  expect(unowned).toEqual([]);
  process.off('unhandledRejection', note);
  fetcher.close();
});

it('delivers what is appended while a fetch comes back that found the end of a transaction alone', async () => {
  const { time, cluster, fetcher, delivered } = scene();
  const partition = cluster.partition('t', 0);
  partition.hold();
  partition.letGo();
  fetcher.fetchAll();
  // It has been served by then, and has not been answered yet.
  time.setTimer(2, () => cluster.append(record));

  await time.run(time.now() + 100);

  expect(delivered).toEqual([1n]);
  fetcher.close();
});
