import { isTurnfleetError, type Timer, toTurnfleetError } from '@turnfleet/core';
import type { Assignments } from './assignments.ts';
import type { TurnEngineOptions } from './options.ts';
import type { Partition } from './partition.ts';
import type { Membership } from './turn-log.ts';

/**
 * Commits frontiers on a timer. Invariant: one commit is under way at a time; only partitions not lost are named, each
 * with an offset below which all is done; what failed is tried again at the next tick.
 */
export class Committer<O> {
  readonly #options: TurnEngineOptions<O>;
  readonly #membership: Membership;
  readonly #assignments: Assignments<O>;
  #timer: Timer | null = null;
  #underWay: Promise<void> | null = null;
  #since: number | null = null;

  constructor(options: TurnEngineOptions<O>, membership: Membership, assignments: Assignments<O>) {
    this.#options = options;
    this.#membership = membership;
    this.#assignments = assignments;
  }

  start(): void {
    this.#timer = this.#options.clock.setTimer(this.#options.commitIntervalMs, () => {
      this.start();
      if (this.due().length > 0) void this.commit();
    });
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** Monotonic milliseconds since which a commit has been under way, or null. */
  get since(): number | null {
    return this.#since;
  }

  /** Commits what is due; a commit that is under way is awaited instead. Never rejects. */
  commit(): Promise<void> {
    this.#underWay ??= this.#commitDue().finally(() => {
      this.#underWay = null;
      this.#since = null;
    });
    return this.#underWay;
  }

  /** Partitions whose frontier the group does not have yet; of one without records, where its owner stands. */
  due(): readonly Partition<O>[] {
    return this.#assignments.all.filter(
      ({ frontier, told, ownership }) => frontier.committable !== frontier.committed || (!told && ownership !== null),
    );
  }

  async #commitDue(): Promise<void> {
    const due = this.due();
    if (due.length === 0) return;
    this.#since = this.#options.clock.monotonic();
    // Of several only one may have been given away: then each is asked for by itself.
    if ((await this.#try(due)) !== 'fenced') return;
    for (const partition of due) {
      if (partition.lost) continue;
      if (due.length === 1 || (await this.#try([partition])) === 'fenced') this.#assignments.fenced(partition);
    }
  }

  async #try(partitions: readonly Partition<O>[]): Promise<'committed' | 'fenced' | 'failed'> {
    const sent = partitions.map((partition) => ({
      partition,
      offset: partition.frontier.committable,
      term: partition.frontier.term,
    }));
    try {
      await this.#membership.commit(new Map(sent.map(({ partition, offset }) => [partition.number, offset])));
    } catch (error) {
      this.#options.events?.commitFailed?.(toTurnfleetError(error));
      return isTurnfleetError(error, 'fenced') ? 'fenced' : 'failed';
    }
    for (const { partition, offset, term } of sent) {
      partition.told = true;
      partition.frontier.committedAt(offset, term);
    }
    return 'committed';
  }
}
