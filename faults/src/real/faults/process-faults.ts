import type { Orchestrator } from '../fleet/start-fleet.ts';
import { domains } from '../fleet/start-fleet.ts';
import { between, type Fault, type FaultScene, oneOf } from './scene.ts';

/** The workers that always run; the last one is a spare. */
const workerOf = ({ fleet, random }: FaultScene): Orchestrator => oneOf(random, fleet.orchestrators.slice(0, -1));

/** Longer than the session of eight seconds: others own its partitions when it goes on. */
const frozenMs = [9_500, 14_000] as const;

export const processFaults: Readonly<Record<string, Fault>> = {
  orchestrator_kill: async (scene) => {
    const worker = workerOf(scene);
    await scene.died(worker.name, 'orchestrator_kill', () => worker.kill());
    await scene.sleep(between(scene.random, 0, 3_000));
    await worker.start();
  },

  orchestrator_freeze: async (scene) => {
    const worker = workerOf(scene);
    await scene.died(worker.name, 'orchestrator_freeze', async () => worker.signal('SIGSTOP'));
    await scene.sleep(between(scene.random, ...frozenMs));
    worker.signal('SIGCONT');
  },

  orchestrator_restart: async (scene) => {
    const worker = workerOf(scene);
    const code = await worker.stop();
    if (code !== 0) scene.say(`${worker.name} exited with ${code} after SIGTERM`);
    await worker.start();
  },

  kill_during_drain: async (scene) => {
    const worker = workerOf(scene);
    worker.signal('SIGTERM');
    await scene.sleep(between(scene.random, 50, 600));
    await worker.kill();
    await worker.start();
  },

  rebalance_storm: async ({ fleet, random, sleep }) => {
    const spare = fleet.orchestrators.at(-1);
    for (let i = 0; i < 3; i++) {
      await spare?.start();
      await sleep(between(random, 200, 3_000));
      await (random() < 0.5 ? spare?.stop() : spare?.kill());
    }
  },

  ingress_kill: async ({ fleet, random, sleep }) => {
    await fleet.ingress.kill();
    await sleep(between(random, 0, 4_000));
    await fleet.ingress.start();
  },

  ingress_freeze: async ({ fleet, random, sleep }) => {
    fleet.ingress.signal('SIGSTOP');
    await sleep(between(random, ...frozenMs));
    fleet.ingress.signal('SIGCONT');
  },

  domain_kill: async ({ fleet, random, sleep }) => {
    const service = fleet.domains[oneOf(random, domains)];
    await service.kill();
    await sleep(between(random, 1_000, 8_000));
    await service.start();
  },

  domain_slow: async ({ fleet, random, sleep }) => {
    const service = fleet.domains[oneOf(random, domains)];
    for (let i = 0; i < 5; i++) {
      service.signal('SIGSTOP');
      await sleep(between(random, 300, 2_500));
      service.signal('SIGCONT');
      await sleep(between(random, 100, 800));
    }
  },

  client_churn: async ({ dropClients, random, sleep }) => {
    for (let i = 0; i < 6; i++) {
      dropClients();
      await sleep(between(random, 50, 900));
    }
  },
};
