import type { Logger } from '@turnfleet/core';
import { type Adaptable, adaptedTo, type Dialect, type ModelEntry, usualDialect } from '@turnfleet/model';

/** How each model wants its requests: what the catalogue says of it, and what its endpoint has refused since the start. */
export class Dialects {
  readonly #known = new Map<string, Dialect>();
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  of({ id, request = {} }: ModelEntry): Dialect {
    const known = this.#known.get(id);
    if (known) return known;
    const { without = [], ...said } = request;
    const dialect = { ...usualDialect, ...said, without: new Set<Adaptable>(without) };
    this.#known.set(id, dialect);
    return dialect;
  }

  /** Takes note that a request in `dialect` was refused for `parameter`; false if nothing else can be tried. */
  refused(entry: ModelEntry, dialect: Dialect, parameter: Adaptable): boolean {
    const current = this.of(entry);
    // Another call that ran beside this one has learnt it already.
    if (current !== dialect) return true;
    const next = adaptedTo(dialect, parameter);
    if (!next) return false;
    this.#known.set(entry.id, next);
    const what = `the endpoint of ${entry.id} complained of "${parameter}": asked without it, or in its other form, until the next start`;
    this.#logger.warn(
      { model: entry.id, parameter },
      `${what}. Set "request" of this model in MODELS_FILE to be spared the question.`,
    );
    return true;
  }
}
