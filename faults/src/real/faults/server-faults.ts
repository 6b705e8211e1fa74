import type { RestartableServer } from '@turnfleet/services/for-faults';
import { inSync } from '../watch/in-sync.ts';
import { between, type Fault, type FaultScene, oneOf } from './scene.ts';

/** A second broker is touched only when every partition has all its copies again: else writes rightly stop. */
async function settled({ fleet, say }: FaultScene): Promise<void> {
  if (!(await inSync(fleet.brokers))) say('the copies of some partition are still behind after two minutes');
}

async function killed(scene: FaultScene, node: RestartableServer): Promise<void> {
  await node.kill();
  await scene.sleep(between(scene.random, 2_000, 12_000));
  await node.start();
  await settled(scene);
}

async function flushed({ fleet, forgets }: FaultScene): Promise<void> {
  await forgets();
  await fleet.redis.flush();
}

export const serverFaults: Readonly<Record<string, Fault>> = {
  /** Whichever broker it is leads a third of all partitions, and maybe the group. */
  broker_kill: (scene) => killed(scene, oneOf(scene.random, scene.fleet.nodes)),

  broker_freeze: async (scene) => {
    const node = oneOf(scene.random, scene.fleet.nodes);
    node.signal('SIGSTOP');
    await scene.sleep(between(scene.random, 2_000, 15_000));
    node.signal('SIGCONT');
    await settled(scene);
  },

  brokers_rolling_restart: async (scene) => {
    for (const node of scene.fleet.nodes) {
      await node.end();
      await node.start();
      await settled(scene);
    }
  },

  redis_restart: ({ fleet }) => fleet.redis.restart(),

  redis_flush: flushed,

  redis_flush_twice: async (scene) => {
    await flushed(scene);
    await scene.sleep(between(scene.random, 100, 1_500));
    await flushed(scene);
  },

  redis_older_copy: ({ fleet, random, sleep, forgets }) =>
    fleet.redis.failOver(async () => {
      await sleep(between(random, 500, 4_000));
      await forgets();
    }),

  redis_slow: async ({ fleet, random, sleep }) => {
    fleet.redis.front.delay(between(random, 100, 2_000));
    await sleep(between(random, 3_000, 8_000));
    fleet.redis.front.delay(0);
  },

  redis_hangs: async ({ fleet, random, sleep }) => {
    fleet.redis.front.freeze();
    await sleep(between(random, 1_000, 10_000));
    fleet.redis.front.thaw();
  },

  redis_cut: async ({ fleet, random, sleep }) => {
    for (let i = 0; i < 3; i++) {
      fleet.redis.front.cut();
      await sleep(between(random, 50, 1_500));
    }
  },
};
