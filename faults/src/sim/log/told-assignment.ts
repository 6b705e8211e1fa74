import type { AssignedPartition, GroupMember } from '@turnfleet/turn-engine';
import type { Share } from './coordinator.ts';
import type { Fetcher } from './fetcher.ts';

/**
 * What a member's handler has been told that it owns. Invariant: it is told of what it lost before it is told of what it
 * has; nothing is fetched of an assignment before it was told.
 */
export class ToldAssignment {
  readonly #handler: Pick<GroupMember, 'assigned' | 'revoked'>;
  readonly #fetcher: Fetcher;
  #epochs: ReadonlyMap<number, number> = new Map();

  constructor(handler: Pick<GroupMember, 'assigned' | 'revoked'>, fetcher: Fetcher) {
    this.#handler = handler;
    this.#fetcher = fetcher;
  }

  /** By partition. */
  get epochs(): ReadonlyMap<number, number> {
    return this.#epochs;
  }

  /** `sameMember`: the group has known this member since it told it the last time, so what it has still may be kept. */
  async change(shares: readonly Share[], sameMember: boolean): Promise<void> {
    const before = this.#epochs;
    const next = new Map(shares.map(({ partition, epoch }) => [partition, epoch]));
    const kept = (partition: number): boolean => sameMember && before.get(partition) === next.get(partition);
    const lost = [...before.keys()].filter((partition) => !kept(partition));
    this.#fetcher.forget();
    this.#epochs = new Map([...before].filter(([partition]) => kept(partition)));
    if (lost.length > 0) await this.#handler.revoked(lost);
    this.#epochs = next;
    await this.#handler.assigned(
      shares.map(({ partition, start }): AssignedPartition => ({ partition, start, kept: kept(partition) })),
    );
    this.#fetcher.seek(shares);
  }

  /** The group goes on without this member: what it had may be others' by now. */
  async end(): Promise<void> {
    const lost = [...this.#epochs.keys()];
    this.#epochs = new Map();
    this.#fetcher.forget();
    if (lost.length > 0) await this.#handler.revoked(lost);
  }
}
