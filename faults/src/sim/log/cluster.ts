import { recordSize } from '@turnfleet/contract/events';
import { TurnfleetError } from '@turnfleet/core';
import { type LogRecord, type NewRecord, recordTooLarge } from '@turnfleet/turn-engine';
import type { VirtualTime } from '../time/virtual-time.ts';
import { Coordinator } from './coordinator.ts';
import { Partition } from './partition.ts';

/**
 * The brokers: topics, groups, and what is wrong with them right now. Invariant: what `append` gave an offset for stays,
 * unless a fault says otherwise.
 */
export class Cluster {
  readonly #time: VirtualTime;
  readonly #topics = new Map<string, readonly Partition[]>();
  readonly #groups = new Map<string, Coordinator>();
  readonly #watchers = new Set<(record: LogRecord) => void>();
  readonly #rewinds = new Set<() => void>();
  readonly #wakes = new Set<() => void>();
  /** `topic/partition` without a leader, until when (Unix milliseconds). */
  readonly #leaderless = new Map<string, number>();
  readonly sessionMs: number;
  #awayUntil = 0;
  /** By topic: bytes a record may take, where an operator has set another limit than 1 MiB. */
  readonly recordLimits = new Map<string, number>();
  /** Milliseconds that every fetch takes longer, for now. */
  slowFetchMs = 0;
  /** The largest record that is taken, bytes. */
  mostBytes = Number.POSITIVE_INFINITY;
  /** Too few copies are in sync: everything is answered but appends, for now. */
  refusingWrites = false;
  /** Commits are refused with `overloaded`, for now. */
  refusingCommits = false;

  constructor(time: VirtualTime, sessionMs: number) {
    this.#time = time;
    this.sessionMs = sessionMs;
  }

  createTopic(name: string, partitions: number): void {
    this.#topics.set(
      name,
      Array.from({ length: partitions }, () => new Partition()),
    );
  }

  partitionsOf(topic: string): readonly Partition[] {
    const partitions = this.#topics.get(topic);
    if (partitions) return partitions;
    throw new TurnfleetError('not_found', `There is no topic ${topic}.`);
  }

  partition(topic: string, partition: number): Partition {
    const found = this.partitionsOf(topic)[partition];
    if (found) return found;
    throw new TurnfleetError('not_found', `Topic ${topic} has no partition ${partition}.`);
  }

  group(name: string, topic: string): Coordinator {
    const partitions = this.partitionsOf(topic);
    const key = `${topic}/${name}`;
    const group = this.#groups.get(key) ?? new Coordinator(this.#time, partitions, this.sessionMs);
    this.#groups.set(key, group);
    return group;
  }

  get groups(): Iterable<Coordinator> {
    return this.#groups.values();
  }

  now(): number {
    return this.#time.now();
  }

  recordLimit(topic: string): number {
    this.partitionsOf(topic);
    return Math.min(this.mostBytes, this.recordLimits.get(topic) ?? 2 ** 20);
  }

  append(record: NewRecord): bigint {
    const partition = this.partition(record.topic, record.partition);
    this.requireLeader(record.topic, record.partition);
    if (this.refusingWrites) throw new TurnfleetError('overloaded', 'Too few copies are in sync for a write.');
    if (recordSize(record) > this.recordLimit(record.topic)) throw recordTooLarge(record);
    const appended = partition.append(record, this.#time.now());
    for (const appendedTo of this.#watchers) appendedTo(appended);
    return appended.offset;
  }

  /** Calls `appended` after every append until the returned function is called. */
  watch(appended: (record: LogRecord) => void): () => void {
    this.#watchers.add(appended);
    return () => this.#watchers.delete(appended);
  }

  /** `overloaded` while no broker can be reached. */
  requireBroker(): void {
    if (this.#time.now() < this.#awayUntil) throw away();
  }

  /** `overloaded` while this partition cannot be written or read. */
  requireLeader(topic: string, partition: number): void {
    this.requireBroker();
    if (this.#time.now() < (this.#leaderless.get(`${topic}/${partition}`) ?? 0)) throw away();
  }

  /** Every broker goes away; members of groups get a fresh session when they are back. */
  goAway(ms: number): void {
    this.#awayUntil = Math.max(this.#awayUntil, this.#time.now() + ms);
    for (const group of this.#groups.values()) group.suspend(ms);
  }

  loseLeader(topic: string, partition: number, ms: number): void {
    this.#leaderless.set(`${topic}/${partition}`, this.#time.now() + ms);
  }

  /** Registers a member's way of going back to the oldest record; returns what ends it. */
  onRewind(rewind: () => void): () => void {
    this.#rewinds.add(rewind);
    return () => this.#rewinds.delete(rewind);
  }

  /** Registers a member's way of looking whether there is anything to fetch; returns what ends it. */
  onWake(wake: () => void): () => void {
    this.#wakes.add(wake);
    return () => this.#wakes.delete(wake);
  }

  wakeFetchers(): void {
    for (const wake of this.#wakes) wake();
  }

  get isAway(): boolean {
    return this.#time.now() < this.#awayUntil;
  }

  /** Every member is told that its position is out of range. */
  rewindMembers(): void {
    for (const rewind of this.#rewinds) rewind();
  }

  heal(): void {
    this.#awayUntil = 0;
    this.#leaderless.clear();
    this.slowFetchMs = 0;
    this.refusingCommits = false;
    this.refusingWrites = false;
    for (const partitions of this.#topics.values()) for (const partition of partitions) partition.letGo();
    this.wakeFetchers();
  }
}

const away = (): TurnfleetError => new TurnfleetError('overloaded', 'The log cannot be reached.');
