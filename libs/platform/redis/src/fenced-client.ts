import { randomUUID } from 'node:crypto';
import { type Fence, fenced } from '@turnfleet/conversation';
import type { RedisConnection } from './connection.ts';
import type { ScriptKeys } from './keys.ts';
import type { Script } from './script.ts';

interface Seen {
  readonly generation: number;
  readonly writes: number;
}

const nothing: Seen = { generation: 0, writes: 0 };

/** This process as an owner of partitions: who it is, and what it has seen of each, so that it notices a Redis that goes back. */
export class FencedClient {
  /** Nobody else's. */
  readonly id = randomUUID();
  readonly #redis: RedisConnection;
  readonly #seen = new Map<number, Seen>();

  constructor(redis: RedisConnection) {
    this.#redis = redis;
  }

  /** Runs a script that needs a fence, and answers what it tells; `fenced` if it refuses. */
  async run(
    script: Script,
    keys: ScriptKeys,
    fence: Fence,
    args: readonly (string | number)[],
  ): Promise<readonly string[]> {
    const { partition, generation, epoch } = fence;
    const seen = this.seen(partition);
    const writes = seen.generation === generation ? seen.writes : 0;
    const guards = [generation, epoch, this.id, this.#redis.server(keys), writes];
    const [kind = '', counted, ...rest] = await this.#redis.run(script, keys, [...guards, ...args]);
    if (kind === 'fenced') throw fenced(partition);
    this.saw(partition, { generation, writes: Number(counted) });
    return [kind, ...rest];
  }

  seen(partition: number): Seen {
    return this.#seen.get(partition) ?? nothing;
  }

  /** What was seen before counts no more: the partition was restored by this worker. */
  restored(partition: number, generation: number): void {
    this.#seen.set(partition, { generation, writes: 1 });
  }

  /** Answers may come in another order than they were given in. */
  saw(partition: number, { generation, writes }: Seen): void {
    const before = this.seen(partition);
    if (generation < before.generation || (generation === before.generation && writes <= before.writes)) return;
    this.#seen.set(partition, { generation, writes });
  }
}
