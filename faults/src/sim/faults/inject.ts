import type { PlannedFault } from '../plan/plan.ts';
import type { World } from '../world.ts';
import { logFaults } from './log-faults.ts';
import { processFaults } from './process-faults.ts';
import { stateFaults } from './state-faults.ts';
import { worldFaults } from './world-faults.ts';

const table = { ...processFaults, ...logFaults, ...stateFaults, ...worldFaults };

/** Days may have passed since the time that was planned. */
const withoutTime = ({ at: _, ...fields }: PlannedFault) => fields;

/** Makes a planned fault happen. */
export function inject(world: World, fault: PlannedFault): void {
  world.recorder.see({ event: 'fault', ...withoutTime(fault) });
  world.accidents.any = true;
  world.calm.disturb(fault.forMs + ('lateMs' in fault ? fault.lateMs : 0));
  (table[fault.kind] as (world: World, fault: PlannedFault) => void)(world, fault);
}
