import {
  type Clock,
  isTurnfleetError,
  type Logger,
  type TurnfleetError,
  toTurnfleetError,
  wait,
} from '@turnfleet/core';
import type { GroupSession } from './group-session.ts';
import { type RetryPolicy, retrying } from './retry.ts';

export interface LivesParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly group: string;
  /** Begins one life; the consumer of it is listened to only while `current()`. */
  readonly begin: (current: () => boolean) => Promise<GroupSession>;
  /** A life is over: what it held is lost. */
  readonly over: () => void;
  /** There will be no other. */
  readonly ended: (error: TurnfleetError) => void;
}

const joinRetry: RetryPolicy = { budgetMs: 15_000, firstDelayMs: 200, longestDelayMs: 2_000 };
/** A consumer that was made anew is trusted after this long; one that breaks down before is the last. */
const probationMs = 120_000;
/** Brokers that went away again are not the consumer's fault, unless it never got to work. */
const outageProbationMs = 8_000;
/** How long brokers may stay away before a new consumer is given up. */
const recreateMs = 60_000;
const recreateDelayMs = 1_000;

/**
 * The consumer behind a membership. kafkajs' can break down and not recover: then it gets one new life, and another
 * only after a time without trouble.
 */
export class ConsumerLives {
  readonly #parts: LivesParts;
  readonly #stopping = new AbortController();
  #life = 0;
  #session: GroupSession | undefined;
  #recreatedAt = Number.NEGATIVE_INFINITY;
  #recreating: Promise<void> | undefined;

  constructor(parts: LivesParts) {
    this.#parts = parts;
  }

  /** A coordinator that has just started refuses joins for a moment, and kafkajs gives up at once. */
  async start(): Promise<void> {
    const overloaded = (error: unknown): boolean => isTurnfleetError(error, 'overloaded');
    this.#session = await retrying(this.#parts.clock, joinRetry, overloaded, () => this.#begin());
  }

  /** Whether a consumer is at work, rather than being made anew. */
  get running(): boolean {
    return this.#session !== undefined && this.#recreating === undefined;
  }

  broken(error: TurnfleetError): void {
    const { clock, logger, group } = this.#parts;
    if (this.#stopping.signal.aborted || !this.running) return;
    const probation = error.kind === 'overloaded' ? outageProbationMs : probationMs;
    if (clock.monotonic() - this.#recreatedAt < probation) {
      this.#parts.ended(error);
      return;
    }
    logger.warn({ group, error: error.message }, 'The consumer broke down; it is made anew.');
    this.#recreating = this.#recreate().finally(() => (this.#recreating = undefined));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#life++;
    await this.#recreating;
    await this.#session?.stop();
  }

  #begin(): Promise<GroupSession> {
    const life = ++this.#life;
    return this.#parts.begin(() => life === this.#life);
  }

  async #recreate(): Promise<void> {
    const { clock } = this.#parts;
    this.#life++;
    this.#parts.over();
    await this.#session?.stop();
    const giveUpAt = clock.monotonic() + recreateMs;
    while (!this.#stopping.signal.aborted) {
      try {
        this.#session = await this.#begin();
        this.#recreatedAt = clock.monotonic();
        return;
      } catch (error) {
        if (!isTurnfleetError(error, 'overloaded') || clock.monotonic() > giveUpAt) {
          this.#parts.ended(toTurnfleetError(error));
          return;
        }
      }
      await wait(clock, recreateDelayMs, this.#stopping.signal).catch(() => undefined); // stopped: the loop ends
    }
  }
}
