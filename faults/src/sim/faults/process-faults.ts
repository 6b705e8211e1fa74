import type { PlannedFault } from '../plan/plan.ts';
import type { SimProcess } from '../process/sim-process.ts';
import type { World } from '../world.ts';
import { after, type FaultTable, goneFor } from './fault-table.ts';

/** kill -9, SIGSTOP and SIGCONT, SIGTERM, scaling: of orchestrator and ingress. */
export const processFaults: FaultTable<
  | 'crash'
  | 'freeze'
  | 'freeze_at_snapshot'
  | 'drain'
  | 'crash_in_drain'
  | 'worker_more'
  | 'worker_less'
  | 'ingress_crash'
  | 'ingress_freeze'
  | 'ingress_drain'
> = {
  crash: ({ fleet }, { worker }) => fleet.crash(worker),
  freeze: (world, fault) => freeze(world, fault, world.fleet.process(fault.worker)),
  /** The snapshot lands when others have long owned the partition. */
  freeze_at_snapshot: (world, fault) => {
    const process = world.fleet.process(fault.worker);
    if (process) world.accidents.atSnapshot.set(process, () => freeze(world, fault, process));
  },
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
  ingress_drain: ({ pool }, { ingress }) => pool.drain(ingress),
  ingress_freeze: (world, fault) => freeze(world, fault, world.pool.process(fault.ingress)),
};

function freeze(world: World, fault: PlannedFault, process: SimProcess | null): void {
  process?.freeze();
  goneFor(world, fault);
  // It may wake when others own what it had, and can give nothing back then.
  if (process) world.recorder.see({ event: 'died', worker: process.name, by: 'kill' });
  world.calm.disturb(fault.forMs);
  after(world, fault, () => process?.thaw());
}
