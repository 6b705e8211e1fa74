import { turnLogContract } from '@turnfleet/testing';
import { Link } from '../process/link.ts';
import { SimProcess } from '../process/sim-process.ts';
import { randomOf } from '../time/random.ts';
import { VirtualTime } from '../time/virtual-time.ts';
import { Cluster } from './cluster.ts';
import { RefusedWrites } from './refused-writes.ts';
import { createSimLog } from './sim-log.ts';

// The suite waits in real time, so here virtual time simply runs along.
turnLogContract(
  'The simulated log',
  async () => {
    const time = new VirtualTime(Date.now());
    const cluster = new Cluster(time, 8_000);
    const process = new SimProcess('client', time);
    const link = new Link({
      time,
      process,
      random: randomOf(1, 'link'),
      latencyMs: () => [0, 2],
      mishap: () => null,
      watch: () => undefined,
    });
    const log = createSimLog(process, link, cluster, new RefusedWrites(time), 8_000);
    let stopped = false;
    let made = 0;
    const passing = (async () => {
      while (!stopped) {
        await time.run(time.now() + 20);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    })();
    return {
      log,
      async createTopic(partitions, maxRecordBytes = 2 ** 20) {
        const name = `topic-${++made}`;
        cluster.createTopic(name, partitions);
        cluster.recordLimits.set(name, maxRecordBytes);
        return name;
      },
      async stop() {
        await log.close();
        stopped = true;
        await passing;
      },
    };
  },
  10_000,
);
