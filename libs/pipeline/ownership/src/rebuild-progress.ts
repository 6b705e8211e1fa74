import type { RestoredConversation } from '@turnfleet/conversation';
import type { Clock, Logger } from '@turnfleet/core';
import type { FoundConversations } from './conversations-in-log.ts';
import type { Reason, RebuildMetrics } from './rebuild-metrics.ts';

interface RebuildDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Pick<RebuildMetrics, 'rebuilt'>;
  /** Told of every record read or written. */
  readonly moves?: () => void;
}

const tellEveryMs = 5_000;

/** Tells how far a partition has been rebuilt: in the log every few seconds while it takes long, and at its end if it mattered. */
export class RebuildProgress {
  readonly #deps: RebuildDeps;
  readonly #about: { readonly partition: number; readonly reason: Reason };
  readonly #startedAt: number;
  #toldAt: number;
  #records = 0;
  #written = 0;
  /** Known once the range has been read for the first time. */
  #offsets: bigint | undefined;

  constructor(deps: RebuildDeps, partition: number, reason: Reason) {
    this.#deps = deps;
    this.#about = { partition, reason };
    this.#startedAt = deps.clock.monotonic();
    this.#toldAt = this.#startedAt;
  }

  /** A record was read: until then there may be nothing to rebuild, as in a fleet that starts for the first time. */
  read(): void {
    if (++this.#records === 1 && this.#about.reason !== 'handed over')
      this.#deps.logger.warn(this.#about, 'a partition is rebuilt from the log; its turns wait');
    this.#tellNowAndThen();
  }

  /** What was found, counted as it is taken to be written. */
  async *watch(found: FoundConversations): AsyncGenerator<RestoredConversation> {
    this.#offsets = found.offsets;
    for await (const conversation of found.conversations()) {
      this.#written++;
      this.#tellNowAndThen();
      yield conversation;
    }
  }

  ended({ size }: FoundConversations): void {
    const { clock, logger, metrics } = this.#deps;
    const ms = clock.monotonic() - this.#startedAt;
    metrics.rebuilt(this.#about.reason, ms, this.#records, size);
    const quiet = (this.#about.reason === 'handed over' || this.#records === 0) && ms < tellEveryMs;
    if (!quiet) logger.info({ ...this.#state(), conversations: size, ms }, 'a partition is as the log has it');
  }

  #tellNowAndThen(): void {
    this.#deps.moves?.();
    const now = this.#deps.clock.monotonic();
    if (now - this.#toldAt < tellEveryMs) return;
    this.#toldAt = now;
    this.#deps.logger.info(this.#state(), 'a partition is being rebuilt from the log');
  }

  #state() {
    return { ...this.#about, records: this.#records, offsets: String(this.#offsets ?? ''), written: this.#written };
  }
}
