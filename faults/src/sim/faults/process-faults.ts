import type { PlannedFault } from '../plan/plan.ts';
import type { SimProcess } from '../process/sim-process.ts';
import type { World } from '../world.ts';
import { after, type FaultTable } from './fault-table.ts';

/** kill -9, SIGSTOP and SIGCONT, SIGTERM, scaling: of orchestrator and ingress. */
export const processFaults: FaultTable<
  'crash' | 'freeze' | 'drain' | 'crash_in_drain' | 'worker_more' | 'worker_less' | 'ingress_crash' | 'ingress_freeze'
> = {
  crash: ({ fleet }, { worker }) => fleet.crash(worker),
  freeze: (world, fault) => freeze(world, fault, world.fleet.process(fault.worker)),
  drain: ({ fleet }, { worker }) => fleet.drain(worker),
  crash_in_drain: (world, fault) => {
    const { fleet } = world;
    const process = fleet.process(fault.worker);
    fleet.drain(fault.worker);
    after(world, fault, () => process?.kill());
  },
  worker_more: ({ fleet }) => fleet.add(),
  worker_less: ({ fleet }) => fleet.remove(),
  ingress_crash: ({ pool }, { ingress }) => pool.process(ingress)?.kill(),
  ingress_freeze: (world, fault) => freeze(world, fault, world.pool.process(fault.ingress)),
};

function freeze(world: World, fault: PlannedFault, process: SimProcess | null): void {
  process?.freeze();
  after(world, fault, () => process?.thaw());
}
