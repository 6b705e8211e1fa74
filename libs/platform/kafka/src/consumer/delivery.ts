import type { Logger } from '@turnfleet/core';
import type { GroupMember } from '@turnfleet/turn-engine';
import { type Bounds, withinBounds } from '../reader/offsets.ts';
import { toRecord } from '../records.ts';
import type { FetchedBatch, GroupSession } from './group-session.ts';
import type { Holdings, Stay } from './holdings.ts';

export interface DeliveryParts {
  readonly topic: string;
  readonly member: Pick<GroupMember, 'deliver' | 'overtaken' | 'passed'>;
  readonly logger: Logger;
  readonly bounds: (partitions: readonly number[]) => Promise<ReadonlyMap<number, Bounds>>;
  /** The place in a partition cannot be found again. */
  readonly failed: (error: unknown) => void;
}

/**
 * Hands over what a session fetches of the partitions held. Invariant: records are delivered only of live stays, each from
 * the position after the one before.
 */
export class Delivery {
  readonly #parts: DeliveryParts;
  readonly #holdings: Holdings;
  readonly #overtakenTo = new Map<number, bigint>();
  #session: GroupSession | undefined;

  constructor(parts: DeliveryParts, holdings: Holdings) {
    this.#parts = parts;
    this.#holdings = holdings;
  }

  /** Who fetches from now on; nobody while the group goes on without this member. */
  fetchThrough(session: GroupSession | undefined): void {
    this.#session = session;
  }

  /** A rebalance resets kafkajs' positions; the member was told where the stay begins, and delivery begins there. */
  activate(stay: Stay): void {
    stay.live = true;
    stay.activity++;
    this.#session?.seek(stay.partition, stay.next ?? 0n);
    if (!stay.paused) this.#session?.resume(stay.partition);
  }

  /** kafkajs keeps what was paused over a rebalance, so the stay remembers and each activation starts from it. */
  setPaused(partition: number, paused: boolean): void {
    const stay = this.#holdings.get(partition);
    if (!stay || stay.paused === paused) return;
    stay.paused = paused;
    stay.activity++;
    if (!stay.live) return;
    if (paused) this.#session?.pause(partition);
    else this.#session?.resume(partition);
  }

  fetched({ partition, from, next, messages }: FetchedBatch): boolean {
    const stay = this.#holdings.get(partition);
    if (!stay?.live || stay.paused) return false;
    if (from !== stay.next) {
      void this.#realign(stay).catch(this.#parts.failed);
      return false;
    }
    stay.next = next;
    stay.activity++;
    const { topic, member } = this.#parts;
    member.deliver(
      partition,
      messages.map((message) => toRecord(topic, partition, message)),
    );
    member.passed?.(partition, next);
    return true;
  }

  skipped(partition: number, next: bigint): void {
    const stay = this.#holdings.get(partition);
    if (!stay?.live || stay.next === null || next <= stay.next) return;
    stay.next = next;
    stay.activity++;
    this.#parts.member.passed?.(partition, next);
  }

  /** Tells of what a partition has lost since `from`, once: the group's offset stays where it is until it is committed again. */
  overtaken(partition: number, from: bigint, { oldest, end }: Bounds): void {
    // Beyond the end it is another log, which was truncated or made anew: what was in it is not known.
    if (from >= oldest || from > end || oldest <= (this.#overtakenTo.get(partition) ?? -1n)) return;
    this.#overtakenTo.set(partition, oldest);
    this.#parts.member.overtaken?.(partition, from, oldest);
  }

  /** kafkajs fetched from elsewhere: the log no longer has the position (retention, or truncation), or it lost it. */
  async #realign(stay: Stay): Promise<void> {
    const { partition, next } = stay;
    const seen = this.#holdings.changes;
    stay.live = false;
    this.#session?.pause(partition);
    const held = (await this.#parts.bounds([partition])).get(partition);
    if (seen !== this.#holdings.changes || !held) return;
    if (next !== null) this.overtaken(partition, next, held);
    stay.next = withinBounds(next ?? undefined, held);
    this.#parts.logger.warn(
      { topic: this.#parts.topic, partition, expected: String(next), from: String(stay.next) },
      'Kafka lost the place in a partition; delivery goes on from the nearest record it still has.',
    );
    this.activate(stay);
  }
}
