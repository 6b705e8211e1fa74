import { Assignments } from './assignments.ts';
import { Capacity } from './capacity.ts';
import { Committer } from './committer.ts';
import { Dispatcher } from './dispatcher.ts';
import { type DrainReport, drain } from './drain.ts';
import type { IdleWork } from './idle-lane.ts';
import type { TurnEngineOptions } from './options.ts';
import { type EngineQueue, type EngineStats, queuedSharers, statsOf } from './stats.ts';
import { whatIsStuck } from './what-is-stuck.ts';

export interface TurnEngine<O = unknown> {
  stats(): EngineStats;
  /** By sharers; dearer than `stats`. */
  queue(): EngineQueue;
  /** Partitions that it has. */
  assigned(): number;
  /** What is stuck, in a sentence, or null: whoever asks ends the process if it stays so. */
  health(): string | null;
  /**
   * The store refused this ownership outside of a run: if the partition is still held under it, it is claimed anew, as after
   * a run that ends with `reclaim`.
   */
  reclaim(partition: number, refused: O): void;
  /**
   * Does work of the owner in a lane of a partition that is held under this ownership, if the lane is empty: records that
   * come meanwhile wait in it. It takes no place from them, and ends where a run has to. False, without having begun, if the
   * lane is not empty, the partition is not held so, or the engine drains. Rejects as `work` does.
   */
  inIdleLane(partition: number, ownership: O, lane: string, work: IdleWork): Promise<boolean>;
  /** Takes nothing more, lets what runs finish within the grace time, commits and leaves. Safe to repeat. */
  drain(): Promise<DrainReport>;
  /** Resolves after a drain; rejects if the membership ended by itself: nothing runs or is committed then. */
  readonly ended: Promise<void>;
}

/**
 * Joins the group and works on the topic's records: those of one lane one after another, different lanes at once, each
 * at least once. An offset is committed only when everything below it is done.
 */
export async function startTurnEngine<O>(options: TurnEngineOptions<O>): Promise<TurnEngine<O>> {
  const { log, group, topic, clock, drainMs, stuckAfterMs } = options;
  const capacity = new Capacity(options.capacity);
  const assignments = new Assignments(options, capacity, () => dispatcher.dispatch());
  const dispatcher = new Dispatcher(options, capacity, assignments);
  const membership = await log.join(group, topic, {
    assigned: async (partitions) => assignments.assigned(partitions),
    revoked: async (partitions) => assignments.revoked(partitions),
    overtaken: (partition, from, to) => options.events?.overtaken?.(partition, from, to),
    deliver: (partition, records) => assignments.deliver(partition, records),
    passed: (partition, next) => assignments.passed(partition, next),
  });
  assignments.joined(membership);
  const committer = new Committer(options, membership, assignments);
  committer.start();

  const stop = (): void => {
    committer.stop();
    dispatcher.close();
    assignments.dropAll();
  };
  const end = Promise.withResolvers<void>();
  // Whoever started the engine may look at `ended` late.
  end.promise.catch(() => {});
  membership.ended.catch((error: unknown) => {
    stop();
    end.reject(error);
  });

  let draining: Promise<DrainReport> | undefined;
  const drainOnce = async (): Promise<DrainReport> => {
    assignments.close();
    dispatcher.close();
    const report = await drain({ clock, drainMs, assignments, dispatcher, committer });
    stop();
    await membership.leave().finally(() => end.resolve());
    return report;
  };
  return {
    stats: () => statsOf(capacity, options.capacity.turns, assignments.all, dispatcher.suspects, clock.monotonic()),
    queue: () => ({
      ...{ finished: dispatcher.finished, workedMs: dispatcher.workedMs },
      sharers: queuedSharers(assignments.all, clock.monotonic()),
    }),
    assigned: () => assignments.all.length,
    health: () =>
      whatIsStuck(
        {
          partitions: assignments.all,
          sinceHeartbeatMs: membership.sinceHeartbeatMs(),
          committingSince: committer.since,
        },
        clock.monotonic(),
        stuckAfterMs,
      ),
    reclaim: (partition, refused) => dispatcher.reclaim(partition, refused),
    inIdleLane: (...args) => dispatcher.inIdleLane(...args),
    drain: () => (draining ??= drainOnce()),
    ended: end.promise,
  };
}
