import type { Assignments } from './assignments.ts';
import { leaseHolds } from './lease.ts';
import type { RunContext, TurnEngineOptions } from './options.ts';
import type { Partition } from './partition.ts';
import type { Runner } from './runner.ts';

/** Work of the owner on a lane in which no record is; what it does with store and log is as a run's. */
export type IdleWork = (context: Pick<RunContext, 'signal' | 'holds'>) => Promise<void>;

interface IdleLaneDeps<O> {
  readonly options: Pick<TurnEngineOptions<O>, 'clock' | 'leaseMs'>;
  readonly assignments: Pick<Assignments<O>, 'sinceHeartbeatMs'>;
  readonly runner: Pick<Runner<O>, 'track'>;
}

/**
 * Does `work` while the lane is kept busy: records that come meanwhile wait in it. It takes no place from them, and it is
 * told to end, and waited for, where a run is. False, without having begun, if the lane is not empty; rejects as `work` does.
 */
export async function workInIdleLane<O>(
  { options: { clock, leaseMs }, assignments, runner }: IdleLaneDeps<O>,
  partition: Partition<O>,
  lane: string,
  work: IdleWork,
): Promise<boolean> {
  if (!partition.lanes.occupy(lane)) return false;
  const abort = new AbortController();
  const { signal } = abort;
  partition.idleWork.add(abort);
  const holds = () => leaseHolds(clock, leaseMs, () => assignments.sinceHeartbeatMs(), signal);
  const done = work({ signal, holds }).finally(() => {
    partition.idleWork.delete(abort);
    partition.lanes.free(lane, clock.monotonic());
  });
  runner.track(
    partition,
    done.catch(() => {}),
  );
  await done;
  return true;
}
