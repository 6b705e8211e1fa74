import { type Clock, type Logger, TurnfleetError } from '@turnfleet/core';
import { observeGauge } from '@turnfleet/telemetry';

/** How far apart the clocks of this process and of Redis may be: the default deadline of a turn is half of it. */
const furthestApartMs = 60_000;

interface Reading {
  /** Unix milliseconds by the clock of Redis. */
  readonly at: number;
  /** When it came, monotonic milliseconds. */
  readonly receivedAt: number;
  /** How long the answer may have been on its way. */
  readonly lateMs: number;
}

/**
 * The time of Redis, which all workers share: what decides about others – who is idle, what is settled, which generation is
 * next – goes by it. It goes on by the monotonic clock between two readings, so nothing that happens to the wall clock of this
 * process can move it. A process whose own clock is far from it is refused: it would expire the turns of others, or never.
 */
export class StoreClock {
  readonly #clock: Clock;
  readonly #host: string;
  readonly #logger: Logger;
  #reading: Reading | null = null;
  #told = false;
  readonly #unobserve: () => void;

  constructor(clock: Clock, host: string, logger: Logger) {
    this.#clock = clock;
    this.#host = host;
    this.#logger = logger;
    this.#unobserve = observeGauge('turnfleet.clock.ahead', (result) => result.observe(this.apartMs / 1_000));
  }

  stop(): void {
    this.#unobserve();
  }

  /** `info` is what INFO says of the server; it was asked at `askedAt` (monotonic milliseconds) and has just come. */
  read(info: string, askedAt: number): void {
    const at = Math.floor(Number(/^server_time_usec:(\d+)/m.exec(info)?.[1]) / 1_000);
    if (!Number.isFinite(at)) return;
    const receivedAt = this.#clock.monotonic();
    this.#reading = { at, receivedAt, lateMs: receivedAt - askedAt };
    const problem = this.problem();
    if (problem !== null && !this.#told) this.#logger.error({ apartMs: this.apartMs }, problem);
    if (problem === null && this.#told)
      this.#logger.info({ apartMs: this.apartMs }, 'The clocks of this process and of Redis agree again; work goes on');
    this.#told = problem !== null;
  }

  /** Unix milliseconds by the clock of Redis, late rather than early; null before the first reading. */
  now(): number | null {
    if (!this.#reading) return null;
    return this.#reading.at + Math.max(0, Math.floor(this.#clock.monotonic() - this.#reading.receivedAt));
  }

  /** How far the clock of this process is ahead of that of Redis, milliseconds: right now, not at the last reading. */
  get apartMs(): number {
    const now = this.now();
    if (now === null) return 0;
    const ahead = this.#clock.now() - now;
    return ahead > 0 ? Math.max(0, ahead - (this.#reading?.lateMs ?? 0)) : ahead;
  }

  problem(): string | null {
    const { apartMs } = this;
    if (Math.abs(apartMs) <= furthestApartMs) return null;
    const by = `${Math.round(Math.abs(apartMs) / 1_000)} s ${apartMs > 0 ? 'ahead of' : 'behind'}`;
    return `The clock of this process is ${by} that of Redis at ${this.#host}; nothing is done until they agree.`;
  }

  /** Throws `overloaded` while the clocks are too far apart. */
  mustAgree(): void {
    const problem = this.problem();
    if (problem === null) return;
    throw new TurnfleetError('overloaded', problem, { suggestion: howToAgree, retryAfterMs: 1_000 });
  }
}

const howToAgree =
  'Compare `date` on both machines and have NTP set the one that is wrong; work goes on by itself then.';
