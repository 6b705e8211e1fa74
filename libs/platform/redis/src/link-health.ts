import type { Logger } from '@turnfleet/core';

/** `away`: it does not answer. `unfit`: it answers, but does not do what we need of it. */
type LinkState = 'fine' | 'away' | 'unfit';

/** What is wrong with a connection. Says so once, however often it is found out: an operator is told of changes. */
export class LinkHealth {
  readonly #logger: Logger;
  readonly #purpose: string;
  #state: LinkState = 'away';
  #problem: string | null = 'not connected yet';

  constructor(logger: Logger, purpose: string) {
    this.#logger = logger;
    this.#purpose = purpose;
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Null while fine, else what is wrong in one sentence. */
  get problem(): string | null {
    return this.#problem;
  }

  /** The first connection is up and fit. */
  opened(): void {
    this.#state = 'fine';
    this.#problem = null;
  }

  fine(): void {
    const was = this.#state;
    this.opened();
    if (was === 'away') this.#logger.info({ purpose: this.#purpose }, 'Redis is back');
    if (was === 'unfit') this.#logger.info({ purpose: this.#purpose }, 'Redis does what is needed again; turns go on');
  }

  /** While it is away, reasons vary: only the first is told. */
  away(problem: string): void {
    const isNew = this.#state !== 'away';
    this.#state = 'away';
    this.#problem = problem;
    if (isNew) this.#logger.warn({ purpose: this.#purpose, problem }, 'Redis cannot be reached; turns wait');
  }

  unfit(problem: string): void {
    const isNew = this.#state !== 'unfit' || this.#problem !== problem;
    this.#state = 'unfit';
    this.#problem = problem;
    if (isNew) this.#logger.error({ purpose: this.#purpose, problem }, 'Redis answers, but cannot be used; turns wait');
  }
}
