import { backoff, toTurnfleetError, wait } from '@turnfleet/core';
import type { Assignments } from './assignments.ts';
import type { Capacity } from './capacity.ts';
import type { Entry } from './entry.ts';
import { isClaimedAnew } from './interruptions.ts';
import { leaseHolds } from './lease.ts';
import { type RunContext, type RunOutcome, rests, type TurnEngineOptions } from './options.ts';
import type { Partition } from './partition.ts';
import type { Suspects } from './suspects.ts';

/** Records of one lane that run together, mostly one; taken from their lane and begun in the capacity. */
export interface Group<O> {
  readonly partition: Partition<O>;
  readonly entries: readonly Entry[];
  readonly ownership: O;
  readonly alone: boolean;
}

interface RunnerDeps<O> {
  readonly capacity: Capacity;
  readonly assignments: Assignments<O>;
  readonly suspects: Suspects<O>;
}

/** Runs groups and does what their outcome asks for. Invariant: a group holds its places exactly as long as it runs. */
export class Runner<O> {
  readonly #options: TurnEngineOptions<O>;
  readonly #deps: RunnerDeps<O>;
  /** Something else may run now. */
  readonly #freed: () => void;
  readonly #runs = new Map<Promise<void>, Partition<O>>();
  #finished = 0;
  #workedMs = 0;

  constructor(options: TurnEngineOptions<O>, deps: RunnerDeps<O>, freed: () => void) {
    this.#options = options;
    this.#deps = deps;
    this.#freed = freed;
  }

  start(group: Group<O>): void {
    if (group.entries[0]?.superseded) return this.#over(group, 'done');
    this.track(group.partition, this.#run(group));
  }

  /** Something that counts as running in the partition until it ends. It must not reject. */
  track(partition: Partition<O>, work: Promise<void>): void {
    const run = work.finally(() => {
      this.#runs.delete(run);
      this.#freed();
    });
    this.#runs.set(run, partition);
  }

  /** Records done so far. */
  get finished(): number {
    return this.#finished;
  }

  /** Milliseconds that these took, each from where it began for the last time. */
  get workedMs(): number {
    return this.#workedMs;
  }

  /** Resolves when nothing that runs now – of this partition, if one is given – runs any more. */
  settled(partition?: Partition<O>): Promise<unknown> {
    const runs = [...this.#runs].filter(([, other]) => !partition || other === partition);
    return Promise.all(runs.map(([run]) => run));
  }

  async #run(group: Group<O>): Promise<void> {
    const { entries, alone } = group;
    const { clock, leaseMs } = this.#options;
    const abort = new AbortController();
    const { signal } = abort;
    const waitedMs = clock.monotonic() - Math.min(...entries.map(({ since }) => since));
    for (const entry of entries) entry.abort = abort;
    this.#enter(group, 'running');
    const holds = () => leaseHolds(clock, leaseMs, () => this.#deps.assignments.sinceHeartbeatMs(), signal);
    const outcome = await this.#outcomeOf(group, { signal, waitedMs, alone, holds });
    for (const entry of entries) entry.abort = null;
    this.#over(group, outcome !== 'done' && isClaimedAnew(signal) ? 'reclaim' : outcome);
  }

  async #outcomeOf({ entries, ownership }: Group<O>, context: RunContext): Promise<RunOutcome> {
    try {
      const records = entries.map(({ record }) => record);
      const outcome = await this.#options.process(records, ownership, context);
      for (const entry of entries) {
        entry.failingSince = null;
        entry.failures = outcome === 'released' ? entry.failures + 1 : 0;
      }
      return outcome;
    } catch (error) {
      // Not done, whatever it was: the records stay open, rest and run again, and `health` tells if that goes on.
      for (const entry of entries) {
        entry.failures++;
        entry.failingSince ??= this.#options.clock.monotonic();
        this.#options.events?.failed?.(entry.record, toTurnfleetError(error), entry.failures);
      }
      return 'released';
    }
  }

  #over(group: Group<O>, outcome: RunOutcome): void {
    const { partition, entries, ownership, alone } = group;
    const { capacity, suspects, assignments } = this.#deps;
    for (const entry of entries) capacity.end(entry);
    if (alone) suspects.over();
    if (outcome === 'done' || partition.lost || entries.every(({ superseded }) => superseded)) {
      if (outcome === 'done' && !partition.lost) this.#count(entries);
      partition.refusals = 0;
      this.#end(group, true);
    } else if (outcome === 'reclaim') {
      this.#end(group, false);
      assignments.reclaim(partition, ownership, () => this.settled(partition));
    } else if (outcome === 'suspect' && !alone) this.#suspect(group);
    else void this.#rest(group);
    assignments.reconcile();
  }

  /** Of several nobody knows which it was: each runs by itself from now on, and then may be suspected. */
  #suspect(group: Group<O>): void {
    const [only, ...others] = group.entries;
    for (const entry of group.entries) entry.joins = null;
    if (!only || others.length > 0) return this.#end(group, false);
    this.#enter(group, 'resting');
    this.#deps.suspects.add(group.partition, only);
  }

  async #rest(group: Group<O>): Promise<void> {
    const failures = Math.max(...group.entries.map((entry) => entry.failures));
    this.#enter(group, 'resting');
    await wait(this.#options.clock, backoff(rests, failures), group.partition.signal).catch(() => {});
    if (group.partition.lost) return;
    this.#end(group, false);
    this.#freed();
  }

  #count(entries: readonly Entry[]): void {
    const now = this.#options.clock.monotonic();
    this.#finished += entries.length;
    for (const { since } of entries) this.#workedMs += now - since;
  }

  #enter({ partition, entries }: Group<O>, state: Entry['state']): void {
    const now = this.#options.clock.monotonic();
    for (const entry of entries) {
      entry.state = state;
      entry.since = now;
    }
    partition.movedAt = now;
  }

  #end({ partition, entries }: Group<O>, done: boolean): void {
    partition.movedAt = this.#options.clock.monotonic();
    partition.end(entries, done, partition.movedAt);
  }
}
