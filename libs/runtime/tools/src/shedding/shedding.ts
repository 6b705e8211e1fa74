import type { Priority } from '@turnfleet/contract/schemas';
import type { Tool } from '../tool.ts';
import { type Pressure, type SheddingStep, sheddingTable } from './shedding-table.ts';

export interface Shedding {
  /** How many steps of the table hold: 0 is a calm fleet. */
  level(): number;
  /** The name of the step for which a call is left out; null: it is made. */
  leftOut(tool: Pick<Tool, 'idempotency' | 'mayBeLeftOut'>, priority: Priority): string | null;
}

/** Follows the load whenever it is asked; what holds is remembered from one time to the next. */
export function shedding(load: () => Pressure, table: readonly SheddingStep[] = sheddingTable): Shedding {
  let level = 0;
  const follow = (): number => (level = nextLevel(level, load(), table));
  return {
    level: follow,
    leftOut({ idempotency, mayBeLeftOut }, priority) {
      const step = table[follow() - 1];
      if (!step || idempotency !== 'read_only') return null;
      const { extrasOffFrom, readsOffFrom } = step;
      const off = (mayBeLeftOut && priority >= extrasOffFrom) || (readsOffFrom !== null && priority >= readsOffFrom);
      return off ? step.name : null;
    },
  };
}

/** The highest step that begins now, or that held and has not ended. */
function nextLevel(was: number, load: Pressure, table: readonly SheddingStep[]): number {
  return table.findLastIndex(({ enter, leave }, at) => reaches(load, at < was ? leave : enter)) + 1;
}

const reaches = (load: Pressure, bounds: Pressure): boolean =>
  load.inFlightRatio >= bounds.inFlightRatio || load.queueAgeMs >= bounds.queueAgeMs;
