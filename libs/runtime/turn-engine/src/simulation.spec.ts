import { describe, expect, it } from '@jest/globals';
import { TurnfleetError } from '@turnfleet/core';
import { ManualClock, seededRandom, settle } from '@turnfleet/core/testing';
import { startTurnEngine, type TurnEngine } from './engine.ts';
import type { RunOutcome } from './options.ts';
import { FakeTurnLog, handRunner, recordOf } from './testing/index.ts';
import type { LogRecord } from './turn-log.ts';

const partitions = 3;
const lanes = 4;
const capacity = { turns: 3, bytes: 400 };

interface SimulatedWorker {
  readonly engine: TurnEngine;
  readonly running: ReturnType<typeof handRunner<number>>['running'];
  alive: boolean;
}

/** Workers of one group over one log, where chance decides what happens next; `check` holds after every step. */
class Simulation {
  readonly clock = new ManualClock();
  readonly log = new FakeTurnLog(this.clock, partitions);
  readonly workers: SimulatedWorker[] = [];
  readonly #random: () => number;
  readonly #coalesceMs: number;
  readonly #ends: bigint[] = Array.from({ length: partitions }, () => 0n);
  readonly #written: LogRecord[] = [];
  readonly #done = new Set<string>();
  /** What went wrong inside calls of the engine, which would take an exception for a failure of the handler or the log. */
  readonly #breaches: string[] = [];
  readonly #epochs: number[] = Array.from({ length: partitions }, () => 0);

  constructor(seed: number) {
    this.#random = seededRandom(seed);
    this.#coalesceMs = this.#chance(0.5) ? 0 : this.#pick(400);
    this.log.beforeCommit = (offsets) => {
      if (this.#chance(0.1)) throw new TurnfleetError('overloaded', 'No coordinator.');
      for (const [partition, next] of offsets) {
        const missing = this.#of(partition).filter((record) => record.offset < next && !this.#isDone(record));
        for (const record of missing) this.#breaches.push(`committed over ${nameOf(record)}, which is not done`);
      }
    };
  }

  async addWorker(): Promise<void> {
    const { running, process } = handRunner<number>();
    const lost = new Set<SimulatedWorker['running'][number]>();
    const engine = await startTurnEngine<number>({
      log: this.log,
      group: 'g',
      topic: 'chat.turns',
      clock: this.clock,
      capacity,
      commitIntervalMs: 500,
      drainMs: 2_000,
      stuckAfterMs: 600_000,
      leaseMs: 7_000,
      coalesceMs: this.#coalesceMs,
      laneOf: (record) => ({
        lane: laneOf(record),
        priority: ([1, 2, 3] as const)[Number(record.offset) % 3] ?? 2,
        joins: record.offset % 5n === 0n ? null : 'all',
      }),
      claim: async (partition) => {
        this.#checkClaim(running.filter((run) => isOf(run, partition) && !lost.has(run)));
        if (this.#chance(0.1)) throw new TurnfleetError('overloaded', 'The store is away.');
        this.#epochs[partition] = (this.#epochs[partition] ?? 0) + 1;
        return this.#epochs[partition];
      },
      events: {
        lost: (partition) => {
          for (const run of running) if (isOf(run, partition)) lost.add(run);
        },
      },
      process: (records, epoch, context) => {
        this.#checkStart(records);
        return process(records, epoch, context);
      },
    });
    this.workers.push({ engine, running, alive: true });
  }

  async step(): Promise<void> {
    const dice = this.#random();
    if (dice < 0.3) this.#write();
    else if (dice < 0.5) this.log.flow(1 + this.#pick(5));
    else if (dice < 0.85) this.#endSomeRun();
    else if (dice < 0.93) await this.clock.advance(this.#pick(800));
    else if (dice < 0.98) await this.rebalance();
    else await this.#loseWorker();
    await settle();
    this.#checkRunning();
  }

  /** Ownership by chance: kept here, moved there, sometimes with nobody for a while. */
  async rebalance(): Promise<void> {
    const alive = this.workers.filter((worker) => worker.alive);
    const shares: number[][] = this.workers.map(() => []);
    for (let partition = 0; partition < partitions; partition++) {
      const owner = alive[this.#pick(alive.length)];
      if (owner && !this.#chance(0.1)) shares[this.workers.indexOf(owner)]?.push(partition);
    }
    await this.log.assign(...shares);
  }

  /** Lets everything that was written come to its end, without further mishaps. */
  async quiesce(): Promise<void> {
    this.log.beforeCommit = () => {};
    const owner = this.workers.findIndex(({ alive }) => alive);
    await this.log.assign(...this.workers.map((_, i) => (i === owner ? [...Array(partitions).keys()] : [])));
    for (let round = 0; round < 500 && !this.#allCommitted(); round++) {
      this.log.flow();
      await this.clock.advance(1_000);
      for (const { running } of this.workers) for (const run of [...running]) this.#end(run, 'done');
      await settle();
      this.#checkRunning();
    }
    expect(this.#written.filter((record) => !this.#isDone(record)).map(nameOf)).toEqual([]);
    expect([...this.log.committed].sort()).toEqual(this.#expectedCommits());
  }

  async stop(): Promise<void> {
    const drains = Promise.all(this.workers.filter(({ alive }) => alive).map(({ engine }) => engine.drain()));
    await this.clock.advance(60_000);
    await drains;
    expect(this.clock.pending).toBe(0);
  }

  #write(): void {
    const partition = this.#pick(partitions);
    const offset = (this.#ends[partition] ?? 0n) + BigInt(this.#chance(0.2) ? this.#pick(4) : 0);
    this.#ends[partition] = offset + 1n;
    const record = recordOf(`lane-${this.#pick(lanes)}`, offset, partition);
    this.#written.push(record);
    this.log.put(record);
  }

  #endSomeRun(): void {
    const worker = this.workers[this.#pick(this.workers.length)];
    const run = worker?.running[this.#pick(worker.running.length)];
    if (!run) return;
    if (this.#chance(0.05)) return run.fail(new Error('a bug'));
    this.#end(run, this.#chance(0.25) ? (['reclaim', 'released', 'suspect'] as const)[this.#pick(3)] : 'done');
  }

  #end(run: SimulatedWorker['running'][number], outcome: RunOutcome = 'done'): void {
    const { aborted } = run.context.signal;
    // A store would refuse what an aborted run wants to write; such a run counts as having done nothing.
    if (outcome === 'done' && !aborted) for (const record of run.records) this.#done.add(nameOf(record));
    run.end(outcome === 'done' && aborted ? 'released' : outcome);
  }

  /** A worker drains, or its membership breaks; another one takes its place. */
  async #loseWorker(): Promise<void> {
    const at = this.workers.findIndex(({ alive }) => alive);
    const worker = this.workers[at];
    if (!worker) return;
    worker.alive = false;
    if (this.#chance(0.5)) {
      const drained = worker.engine.drain();
      for (const run of [...worker.running]) if (this.#chance(0.7)) this.#end(run, 'done');
      await this.clock.advance(20_000);
      await drained;
    } else {
      this.log.members[at]?.end.reject(new TurnfleetError('overloaded', 'The consumer died.'));
      const member = this.log.members[at];
      if (member) member.gone = true;
      await settle();
    }
    await this.addWorker();
    await this.rebalance();
  }

  /** Order: whatever came before in the lane is done, by whomever, and nothing between records that run together is left out. */
  #checkStart(records: readonly LogRecord[]): void {
    const [first, ...others] = records;
    const last = records.at(-1);
    if (!first || !last) throw new Error('a run without records');
    const open = this.#of(first.partition).filter(
      (other) => other.offset <= last.offset && laneOf(other) === laneOf(first) && !this.#isDone(other),
    );
    const names = records.map(nameOf);
    const due = open.map(nameOf).filter((name) => !names.includes(name));
    if (due.length > 0) this.#breaches.push(`${names} began before ${due} was done`);
    if (others.length > 0 && (this.#coalesceMs === 0 || records.some(({ offset }) => offset % 5n === 0n)))
      this.#breaches.push(`${names} ran together`);
  }

  /** What still runs under the epoch that was refused could write after the new one. */
  #checkClaim(running: SimulatedWorker['running']): void {
    for (const { text } of running) this.#breaches.push(`claimed anew while ${text} ran`);
  }

  #checkRunning(): void {
    for (const { engine, running } of this.workers) {
      const live = running.filter(({ context }) => !context.signal.aborted);
      const lanesOf = ({ records }: SimulatedWorker['running'][number]) =>
        records.slice(0, 1).map((one) => `${one.partition}/${laneOf(one)}`);
      if (new Set(live.flatMap(lanesOf)).size < live.length) this.#breaches.push('two runs of a lane at once');
      if (running.filter(({ context }) => context.alone).length > 1) this.#breaches.push('two suspects run at once');
      const turns = running.flatMap(({ records }) => records).length;
      if (turns > capacity.turns) this.#breaches.push(`${turns} turns run at once`);
      if (engine.stats().running !== turns) this.#breaches.push('the engine miscounts what runs');
    }
    expect(this.#breaches).toEqual([]);
  }

  #expectedCommits(): [number, bigint][] {
    const ends = [...Array(partitions).keys()].map((partition): [number, bigint] => {
      return [partition, (this.#of(partition).at(-1)?.offset ?? -1n) + 1n];
    });
    return ends.filter(([, end]) => end > 0n);
  }

  #allCommitted(): boolean {
    return this.#expectedCommits().every(([partition, end]) => this.log.committed.get(partition) === end);
  }

  #of(partition: number): LogRecord[] {
    return this.#written.filter((record) => record.partition === partition);
  }

  #isDone(record: LogRecord): boolean {
    return this.#done.has(nameOf(record));
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }

  #pick(below: number): number {
    return Math.floor(this.#random() * below);
  }
}

const laneOf = ({ key }: LogRecord): string => new TextDecoder().decode(key ?? undefined);
const isOf = ({ records }: SimulatedWorker['running'][number], partition: number): boolean =>
  records[0]?.partition === partition;
const nameOf = (record: LogRecord): string => `${record.partition}/${record.offset}`;

describe('Engines under rebalances, failures and drains', () => {
  const seeds = Array.from({ length: 40 }, (_, i) => i + 1);
  it.each(seeds)(
    'lose no record, keep every lane in order, starve none and commit only what is done (seed %i)',
    async (seed) => {
      const simulation = new Simulation(seed);
      await simulation.addWorker();
      await simulation.addWorker();
      await simulation.rebalance();
      for (let step = 0; step < 250; step++) await simulation.step();
      await simulation.quiesce();
      await simulation.stop();
    },
  );
});
