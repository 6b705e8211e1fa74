import type { Adaptable } from './error.ts';

/** How a model's endpoint wants its requests, where it differs from what most take. */
export interface Dialect {
  /** What the limit of output tokens is called; OpenAI's newer models know only the second. */
  readonly tokenLimit: 'max_tokens' | 'max_completion_tokens';
  /** Parameters that it refuses. */
  readonly without: ReadonlySet<Adaptable>;
  /** It insists on getting the thoughts of a turn's earlier steps back. */
  readonly thoughtsBack: boolean;
  /** False: it is asked for the whole answer at once. */
  readonly streaming: boolean;
}

export const usualDialect: Dialect = {
  tokenLimit: 'max_tokens',
  without: new Set(),
  thoughtsBack: false,
  streaming: true,
};

/** The dialect of an endpoint that refused `parameter`; undefined if that had been heeded already. */
export function adaptedTo(dialect: Dialect, parameter: Adaptable): Dialect | undefined {
  switch (parameter) {
    case 'max_tokens':
    case 'max_completion_tokens': {
      if (dialect.tokenLimit !== parameter) return undefined;
      return { ...dialect, tokenLimit: parameter === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens' };
    }
    case 'reasoning_content':
      // Some demand it, others refuse it: what they complain of is what they were given.
      return { ...dialect, thoughtsBack: !dialect.thoughtsBack };
    default: {
      if (dialect.without.has(parameter)) return undefined;
      return { ...dialect, without: new Set([...dialect.without, parameter]) };
    }
  }
}
