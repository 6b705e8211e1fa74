import { Breaker, type Clock, type Logger, TurnfleetError } from '@turnfleet/core';
import { type CallVerdict, Durations, toolBreaker } from '@turnfleet/instances';

/** How the calls of one method at one version of a service go. */
export class MethodCalls {
  readonly #breaker = new Breaker(toolBreaker);
  readonly #durations = new Durations();
  readonly #name: string;
  readonly #clock: Clock;
  readonly #logger: Logger;

  /** `name` is for people. */
  constructor(name: string, clock: Clock, logger: Logger) {
    this.#name = name;
    this.#clock = clock;
    this.#logger = logger;
  }

  get breaker(): 'closed' | 'open' | 'half_open' {
    return this.#breaker.state(this.#clock.monotonic());
  }

  p95(): number | null {
    return this.#durations.p95();
  }

  /** Leave to make one call, whose end is told once; `overloaded` while the method is left alone. */
  begin(): { end(verdict: CallVerdict): void } {
    const begun = this.#clock.monotonic();
    const pass = this.#breaker.admit(begun);
    if (!pass) {
      const message = `${this.#name} is left alone for now: its last calls failed.`;
      throw new TurnfleetError('overloaded', message, { retryAfterMs: 1_000 });
    }
    return {
      end: (verdict) => {
        const now = this.#clock.monotonic();
        const before = this.#breaker.state(now);
        if (verdict === 'withdrawn') this.#breaker.withdraw(pass);
        else this.#breaker.report(verdict, now, pass);
        if (verdict === 'ok') this.#durations.add(now - begun);
        this.#tell(before === 'closed', this.#breaker.state(now) === 'closed');
      },
    };
  }

  #tell(was: boolean, is: boolean): void {
    if (was && !is) this.#logger.warn({ method: this.#name }, opened);
    if (!was && is) this.#logger.info({ method: this.#name }, 'the method answers again: it is called as before');
  }
}

const opened =
  'half of the last calls of the method failed: shoppers get its fallback text, and one call every few seconds tries whether it is back';
