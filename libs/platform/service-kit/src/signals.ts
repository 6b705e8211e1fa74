import type { Clock } from '@turnfleet/core';

export interface Signals {
  /** Resolves with the first SIGINT or SIGTERM. */
  readonly first: Promise<NodeJS.Signals>;
  received(): boolean;
}

/** One Ctrl-C may arrive several times: from the terminal, and from npm, which passes its own on. */
const sameMs = 500;

/** Listens for SIGINT and SIGTERM from now on, for the rest of the process's life. */
export function signals(
  clock: Clock,
  on: { readonly first: (signal: NodeJS.Signals) => void; readonly second: (signal: NodeJS.Signals) => void },
): Signals {
  const { promise: first, resolve } = Promise.withResolvers<NodeJS.Signals>();
  let since: number | null = null;
  const receive = (signal: NodeJS.Signals): void => {
    if (since === null) {
      since = clock.monotonic();
      on.first(signal);
      resolve(signal);
    } else if (clock.monotonic() - since >= sameMs) on.second(signal);
  };
  process.on('SIGINT', receive);
  process.on('SIGTERM', receive);
  return { first, received: () => since !== null };
}
