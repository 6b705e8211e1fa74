import { type Clock, type Logger, wait } from '@turnfleet/core';
import type { LogRecord, Membership } from '@turnfleet/turn-engine';

/** A record in hand: what has to stay in order with it, and how it is brought where it belongs. */
interface Brought {
  readonly lane: string;
  readonly bring: (signal: AbortSignal) => Promise<void>;
}

interface QueueDeps {
  readonly partition: number;
  readonly membership: Promise<Membership>;
  readonly take: (record: LogRecord) => Brought;
  readonly clock: Clock;
  readonly logger: Logger;
}

const atOnce = 256;
const mostWaiting = 1_000;
const mostBytes = 16 * 2 ** 20;
const pauseMs = 5_000;

/**
 * The records of one partition of an upstream's topic, brought where they belong: those of a conversation one after another,
 * batch by batch. Invariant: what is committed was brought.
 */
export class RelayQueue {
  readonly #deps: QueueDeps;
  readonly #gone = new AbortController();
  readonly #waiting: LogRecord[] = [];
  #bytes = 0;
  #passed = -1n;
  #committed = -1n;
  #paused = false;
  #finishing = false;
  #working: Promise<void> | null = null;

  constructor(deps: QueueDeps) {
    this.#deps = deps;
  }

  add(records: readonly LogRecord[]): void {
    this.#waiting.push(...records);
    this.#bytes += records.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
    if (!this.#paused && this.#isFull()) this.#pause(true);
    this.#start();
  }

  /** Behind what was added there is nothing below `next`. */
  pass(next: bigint): void {
    this.#passed = next;
    this.#start();
  }

  /** Begins nothing more. */
  finish(): void {
    this.#finishing = true;
  }

  /** Its partition is another's: what is under way is given up. */
  end(): void {
    this.#gone.abort();
  }

  async idle(): Promise<void> {
    await this.#working;
  }

  #start(): void {
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
    });
  }

  async #work(): Promise<void> {
    // What is told in one go is one batch.
    await Promise.resolve();
    while (!this.#gone.signal.aborted && !this.#finishing) {
      const batch = this.#waiting.splice(0, atOnce);
      const last = batch.at(-1);
      if (!last) return this.#commit(this.#passed);
      this.#bytes -= batch.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
      const lanes = Map.groupBy(batch.map(this.#deps.take), ({ lane }) => lane);
      await Promise.all([...lanes.values()].map((lane) => this.#bringAll(lane)));
      if (this.#gone.signal.aborted) return;
      if (this.#paused && !this.#isFull()) this.#pause(false);
      await this.#commit(last.offset + 1n);
    }
  }

  async #bringAll(lane: readonly Brought[]): Promise<void> {
    const { clock, logger, partition } = this.#deps;
    const { signal } = this.#gone;
    for (const { bring } of lane) {
      for (let isThere = false; !isThere && !signal.aborted; ) {
        isThere = await bring(signal).then(
          () => true,
          (error: unknown) => {
            if (!signal.aborted)
              logger.error({ err: error, partition }, 'a turn of an upstream cannot be brought in yet');
            return false;
          },
        );
        // Nothing that comes after it may go before it.
        if (!isThere) await wait(clock, pauseMs, signal).catch(() => undefined);
      }
    }
  }

  async #commit(next: bigint): Promise<void> {
    if (next <= this.#committed) return;
    const membership = await this.#deps.membership;
    // Who could not commit brings it again, which the turn ids make harmless.
    await membership.commit(new Map([[this.#deps.partition, next]])).then(
      () => {
        this.#committed = next;
      },
      (error: unknown) => this.#deps.logger.debug({ err: error }, 'an upstream’s place could not be committed'),
    );
  }

  #isFull(): boolean {
    return this.#waiting.length > mostWaiting || this.#bytes > mostBytes;
  }

  #pause(paused: boolean): void {
    this.#paused = paused;
    const { membership, partition } = this.#deps;
    void membership.then((one) => (paused ? one.pause(partition) : one.resume(partition)));
  }
}
