import type { RecordHeaders } from '@turnfleet/contract/events';

/** A record as it stands in the log. */
export interface LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  /** As sent. Between names that repeat, and of names that are numbers, the order is not kept. */
  readonly headers: RecordHeaders;
  /** Unix milliseconds, set by the producer or the log; negative if neither did. */
  readonly timestamp: number;
}

export interface NewRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: RecordHeaders;
}

/** What a group member is told. Calls for one member never overlap; each is awaited before the next. */
export interface GroupMember {
  /**
   * All partitions this member owns from now on. Delivery of each begins, or begins again, at `start`: the group's
   * committed offset, or the oldest record if there is none or the log no longer has it. A partition that stays with the
   * member over a rebalance is named again, with `kept: true`; nobody else owned it in between as far as the log knows.
   */
  assigned(partitions: readonly AssignedPartition[]): Promise<void>;
  /** Partitions that another member may own by now. */
  revoked(partitions: readonly number[]): Promise<void>;
  /**
   * The log deleted records from `from` on and below `to` that the group had not finished, or this member had not been given:
   * retention was quicker. They are not delivered any more. Told once, before `assigned` or between deliveries; must return at once.
   */
  overtaken?(partition: number, from: bigint, to: bigint): void;
  /**
   * Records in offset order, only of owned partitions and after `assigned` has resolved. An offset that is skipped does
   * not exist. Offsets repeat after each `assigned`, and go back if the log was reset. Must return at once.
   */
  deliver(partition: number, records: readonly LogRecord[]): void;
  /**
   * Behind what was delivered, the log has nothing for readers below `next`: what was there is compacted, aborted, or a
   * marker of a transaction. Without it a partition that ends in such offsets would never be done.
   */
  passed?(partition: number, next: bigint): void;
}

export interface AssignedPartition {
  readonly partition: number;
  readonly start: bigint;
  readonly kept: boolean;
}

/** One membership of a consumer group. */
export interface Membership {
  /**
   * Stops delivery of a partition at once, of records already fetched too; heartbeats go on. Safe to repeat, and to call
   * from within the member's calls. Whether it outlasts a rebalance is open: say it again after `assigned`.
   */
  pause(partition: number): void;
  resume(partition: number): void;
  /**
   * Records that everything below `next` is done, for all partitions named or for none. `fenced` if one of them has been
   * given to another member since; `overloaded` if the log cannot be reached or the group is just being rebalanced.
   */
  commit(offsets: ReadonlyMap<number, bigint>): Promise<void>;
  /**
   * Milliseconds since the group last confirmed this member, or since it joined. By the monotonic or the wall clock, whichever
   * says more: a machine that was paused does not wake with a lease that others hold by then.
   */
  sinceHeartbeatMs(): number;
  /** Leaves the group; nothing is delivered afterwards. Committing first is the caller's business. */
  leave(): Promise<void>;
  /** Rejects if the membership ends by itself and will not recover; never resolves before `leave`. */
  readonly ended: Promise<void>;
}

/** A partitioned, replicated, ordered log with consumer groups. Errors: `overloaded` when it cannot be reached. */
export interface TurnLog {
  /** `not_found` if the topic does not exist. */
  partitionsOf(topic: string): Promise<number>;
  /** `not_found` if the topic does not exist. The member may be told of its partitions before or after this resolves. */
  join(group: string, topic: string, member: GroupMember): Promise<Membership>;
  /**
   * The largest record that a topic takes, as `recordSize` counts: asked afresh, as an operator may change it. `not_found` if
   * the topic does not exist, `forbidden` if this client may not read its settings.
   */
  recordLimit(topic: string): Promise<number>;
  /**
   * Resolves once the log has the record safely (all in-sync replicas). `not_found` if there is no such partition;
   * `recordTooLarge` if the record is larger than its topic takes: it was not written, others beside it were; `unsent` if it
   * waited for a session before it could be sent.
   */
  append(record: NewRecord): Promise<{ readonly offset: bigint }>;
  /**
   * All records of one partition from `from` (or the oldest held, if later) up to the end at the time of the call.
   * Iteration fails with `not_found` if there is no such partition.
   */
  read(topic: string, partition: number, from: bigint): AsyncIterable<LogRecord>;
  /**
   * An offset that no record of the partition has reached which the log had safely at the time of the call: every later
   * record has this one or a higher one. `not_found` if there is no such partition.
   */
  endOf(topic: string, partition: number): Promise<bigint>;
  close(): Promise<void>;
}
