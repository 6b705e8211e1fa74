import type { PlannedFault } from '../plan/plan.ts';
import type { World } from '../world.ts';

export type FaultKind = PlannedFault['kind'];
/** The fields of one kind: several kinds may share a shape. */
export type FaultOf<Kind extends FaultKind, Any = PlannedFault> = Any extends { readonly kind: infer Shared }
  ? Kind extends Shared
    ? Any
    : never
  : never;

/** What each kind of a folder's faults does to the world. What lasts ends after `forMs`, at the latest when all heals. */
export type FaultTable<Kind extends FaultKind> = {
  readonly [K in Kind]: (world: World, fault: FaultOf<K>) => void;
};

/** Undoes a fault after its time. */
export function after(world: World, { forMs }: PlannedFault, undo: () => void): void {
  world.time.setTimer(forMs, undo);
}
