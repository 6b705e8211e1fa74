import type { Logger } from '@turnfleet/core';
import { type Adaptable, adaptedTo, type Deployment, type Dialect, usualDialect } from '@turnfleet/model';

type Said = Deployment['model']['request'];

/** How each model wants its requests: what the catalogue says of it, and what its endpoint has refused since the start. */
export class Dialects {
  readonly #known = new Map<string, { readonly said: Said; readonly dialect: Dialect }>();
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  of(deployment: Deployment): Dialect {
    const { request: said } = deployment.model;
    const known = this.#known.get(keyOf(deployment));
    // A catalogue that was read again may say something else.
    if (known?.said === said) return known.dialect;
    const { without = [], ...others } = said;
    const dialect = { ...usualDialect, ...withoutUndefined(others), without: new Set<Adaptable>(without) };
    this.#known.set(keyOf(deployment), { said, dialect });
    return dialect;
  }

  /** Takes note that a request in `dialect` was refused for `parameter`; false if nothing else can be tried. */
  refused(deployment: Deployment, dialect: Dialect, parameter: Adaptable): boolean {
    const current = this.of(deployment);
    // Another call that ran beside this one has learnt it already.
    if (current !== dialect) return true;
    const next = adaptedTo(dialect, parameter);
    if (!next) return false;
    const { model, endpoint } = deployment;
    this.#known.set(keyOf(deployment), { said: model.request, dialect: next });
    const what = `the endpoint ${endpoint.id} complained of "${parameter}" of ${model.id}: asked without it, or in its other form, until the next start`;
    this.#logger.warn(
      { model: model.id, endpoint: endpoint.id, parameter },
      `${what}. Set "request" of this model in MODELS_FILE to be spared the question.`,
    );
    return true;
  }
}

const keyOf = ({ model, endpoint }: Deployment): string => `${model.id}@${endpoint.id}`;

function withoutUndefined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
