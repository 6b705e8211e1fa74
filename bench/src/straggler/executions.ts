export interface KillReport {
  /** Messages running on any worker when one was killed. */
  readonly runningAtKill: number;
  /** Times a message began again although it had ended, or ran on another worker. */
  readonly repeatedBeyondRunning: number;
  /** From the kill until each partition of the killed worker had ended a message again; null if one never did. */
  readonly movingAgainMs: number | null;
  /** Messages offered that never ended. */
  readonly lost: number;
}

interface Execution {
  readonly partition: number;
  readonly offeredAt: number;
  /** Who runs it now; null if nobody does. */
  worker: string | null;
  endedAt: number | null;
}

interface Kill {
  readonly at: number;
  readonly running: number;
  /** Partitions of the killed worker that have not ended a message since. */
  readonly standing: Set<number>;
  movingAt: number;
}

/**
 * What became of each message of a run, told as it happens. Invariant: a message is known from being offered on; whoever
 * began it last is its worker until it ends or that worker is killed.
 */
export class Executions {
  readonly #all = new Map<string, Execution>();
  readonly #owners = new Map<number, string>();
  #repeated = 0;
  #left = 0;
  #kill: Kill | null = null;

  offered(id: string, partition: number, at: number): void {
    this.#all.set(id, { partition, offeredAt: at, worker: null, endedAt: null });
    this.#left++;
  }

  began(id: string, worker: string): void {
    const execution = this.#all.get(id);
    if (!execution) return;
    this.#owners.set(execution.partition, worker);
    if (this.#kill && (execution.endedAt !== null || execution.worker !== null)) this.#repeated++;
    execution.worker = worker;
  }

  ended(id: string, worker: string, at: number): void {
    const execution = this.#all.get(id);
    if (!execution) return;
    if (execution.worker === worker) execution.worker = null;
    if (execution.endedAt === null) {
      execution.endedAt = at;
      this.#left--;
    }
    if (this.#kill?.standing.delete(execution.partition)) this.#kill.movingAt = at;
  }

  /** Call it when nothing more can come from that worker. */
  killed(worker: string, at: number): void {
    const running = [...this.#all.values()].filter((one) => one.worker !== null);
    const standing = new Set([...this.#owners].filter(([, owner]) => owner === worker).map(([partition]) => partition));
    this.#kill = { at, running: running.length, standing, movingAt: at };
    for (const one of running) if (one.worker === worker) one.worker = null;
  }

  /** Messages that have not ended. */
  get left(): number {
    return this.#left;
  }

  /** How many partitions `worker` was the last to begin a message of. */
  partitionsOf(worker: string): number {
    return [...this.#owners.values()].filter((owner) => owner === worker).length;
  }

  /** Milliseconds from offer to end of each message that was offered from `from` to before `to` and `counts`. */
  latencies(from: number, to: number, counts: (id: string) => boolean): number[] {
    return [...this.#all].flatMap(([id, { offeredAt, endedAt }]) =>
      endedAt !== null && offeredAt >= from && offeredAt < to && counts(id) ? [endedAt - offeredAt] : [],
    );
  }

  killReport(): KillReport {
    const { running = 0, standing, movingAt = 0, at = 0 } = this.#kill ?? {};
    return {
      runningAtKill: running,
      repeatedBeyondRunning: this.#repeated,
      movingAgainMs: standing?.size === 0 ? movingAt - at : null,
      lost: this.#left,
    };
  }
}
