import type { SharerLoad, WorkerLoad } from './load-board.ts';

/** The workers of a fleet as one. Turns, turns a second, milliseconds. */
export interface FleetFigures {
  readonly capacity: number;
  /** Turns that are worked on or wait; of those, `behind` stand in the log and are not fetched yet. */
  readonly pending: number;
  readonly behind: number;
  /** What it can end with enough to do; null while nobody has seen a turn end. */
  readonly fullPerSecond: number | null;
  readonly oldestMs: number;
  readonly sharers: readonly SharerLoad[];
}

export function fleetFigures(workers: readonly WorkerLoad[]): FleetFigures {
  const sum = (of: (load: WorkerLoad) => number): number => workers.reduce((total, load) => total + of(load), 0);
  const full = sum(({ perSecond, fullPerSecond }) => Math.max(perSecond, fullPerSecond ?? 0));
  const sharers = new Map<string, SharerLoad>();
  for (const sharer of workers.flatMap((load) => load.sharers)) {
    const name = `${sharer.priority} ${sharer.tenant}`;
    const { waiting = 0, oldestMs = 0 } = sharers.get(name) ?? {};
    sharers.set(name, { ...sharer, waiting: sharer.waiting + waiting, oldestMs: Math.max(sharer.oldestMs, oldestMs) });
  }
  return {
    capacity: sum(({ capacity }) => capacity),
    pending: sum(({ inFlight, waiting, behind }) => inFlight + waiting + behind),
    behind: sum(({ behind }) => behind),
    fullPerSecond: full > 0 ? full : null,
    oldestMs: workers.reduce((oldest, load) => Math.max(oldest, load.oldestMs), 0),
    sharers: [...sharers.values()],
  };
}
