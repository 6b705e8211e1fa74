import type { PlannedFault } from '../plan/plan.ts';
import type { World } from '../world.ts';

type FaultKind = PlannedFault['kind'];
/** The fields of one kind: several kinds may share a shape. */
type FaultOf<Kind extends FaultKind, Any = PlannedFault> = Any extends { readonly kind: infer Shared }
  ? Kind extends Shared
    ? Any
    : never
  : never;

/** What each kind of a folder's faults does to the world. What lasts ends after `forMs`, at the latest when all heals. */
export type FaultTable<Kind extends FaultKind> = {
  readonly [K in Kind]: (world: World, fault: FaultOf<K>) => void;
};

/** What somebody who was stopped, cut off or left without an answer takes to stand as before. */
const findsBackMs = 15_000;

/** Somebody is stopped, cut off or waits in vain for as long as the fault lasts. */
export function goneFor({ accidents, time }: World, { forMs }: PlannedFault): void {
  accidents.awayUntil = Math.max(accidents.awayUntil, time.monotonic() + forMs + findsBackMs);
}

/** Undoes a fault after its time. */
export function after(world: World, { forMs }: PlannedFault, undo: () => void): void {
  world.time.setTimer(forMs, undo);
}
