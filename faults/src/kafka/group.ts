import { setTimeout as pause } from 'node:timers/promises';
import { isTurnfleetError } from '@turnfleet/core';
import type { KafkaLog } from '@turnfleet/kafka';
import type { Watch } from '@turnfleet/testing/watch';
import type { Membership } from '@turnfleet/turn-engine';
import type { Random } from '../sim/time/random.ts';
import { type Committed, ModelledMember } from './modelled-member.ts';

/** The workers of a group, and what they do to their memberships. */
export class Group {
  readonly #topic: string;
  readonly #partitions: number;
  readonly #watch: Watch;
  readonly #committed: Committed;
  readonly #members: ModelledMember[];

  constructor(topic: string, partitions: number, watch: Watch, committed: Committed, members: ModelledMember[]) {
    this.#topic = topic;
    this.#partitions = partitions;
    this.#watch = watch;
    this.#committed = committed;
    this.#members = members;
  }

  /** Commits some of what it was given, pauses and resumes, leaves and joins again; from `healed` on it only reads on. */
  async work(log: KafkaLog, random: Random, healed: AbortSignal, over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      const member = new ModelledMember(this.#watch, this.#committed);
      this.#members.push(member);
      const membership = await this.#join(log, member, over);
      if (!membership) return;
      const ended = new AbortController();
      const end = (): void => ended.abort();
      membership.ended.then(end, end);
      const stays = random.between(5, 40);
      for (let step = 0; !over.aborted && !ended.signal.aborted; step++) {
        await pause(random.between(20, 300), undefined, { signal: over }).catch(() => undefined);
        if (!healed.aborted && step > stays) break;
        await this.#step(membership, member, random, healed.aborted);
      }
      await membership.leave();
    }
  }

  async #step(membership: Membership, member: ModelledMember, random: Random, healed: boolean): Promise<void> {
    const partition = random.between(0, this.#partitions - 1);
    if (healed) for (const owned of member.owned.keys()) membership.resume(owned);
    else if (random.chance(0.1)) membership.pause(partition);
    else if (random.chance(0.3)) membership.resume(partition);
    const done = new Map([...member.done].filter(() => random.chance(0.7)));
    if (done.size === 0) return;
    await membership.commit(done).then(
      () => this.#committed.acknowledged(done),
      (error: unknown) => {
        if (!isTurnfleetError(error, 'overloaded') && !isTurnfleetError(error, 'fenced'))
          member.breaches.push(`a commit failed with ${String(error)}`);
      },
    );
  }

  async #join(log: KafkaLog, member: ModelledMember, over: AbortSignal): Promise<Membership | null> {
    while (!over.aborted) {
      try {
        return await log.join(this.#topic, this.#topic, member);
      } catch (error) {
        if (!isTurnfleetError(error, 'overloaded')) throw error;
        await pause(200);
      }
    }
    return null;
  }
}
