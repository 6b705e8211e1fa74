import { type Clock, type Logger, toTurnfleetError } from '@turnfleet/core';
import { anonymous } from '@turnfleet/principal';

/** What was asked for, and by whom: a key's id, never the key. */
interface Asked {
  readonly method: string;
  readonly route: string;
  readonly by: string;
}

/** Who was refused, and who did what only operators may, as lines of the log. */
export interface Audit {
  refused(asked: Asked, error: unknown): void;
  allowed(asked: Asked): void;
}

const windowMs = 10_000;
const linesAWindow = 20;

/** Whoever knocks all the time fills no disk: of more than 20 lines in 10 s only the number is told. */
export function logAudit(clock: Pick<Clock, 'monotonic'>, logger: Logger): Audit {
  let since = Number.NEGATIVE_INFINITY;
  let lines = 0;
  const withinLimit = (): boolean => {
    if (clock.monotonic() - since >= windowMs) {
      if (lines > linesAWindow)
        logger.warn({ audit: 'suppressed', lines: lines - linesAWindow }, 'more was refused than is logged');
      since = clock.monotonic();
      lines = 0;
    }
    return ++lines <= linesAWindow;
  };
  return {
    refused(asked, error) {
      const { kind, message } = toTurnfleetError(error);
      if (withinLimit()) logger.warn({ audit: 'refused', ...asked, kind, reason: message }, 'a request was refused');
    },
    allowed(asked) {
      // Where nobody signs in, nobody can be told apart.
      if (asked.by !== anonymous.by) logger.info({ audit: 'allowed', ...asked }, 'an operator came in');
    },
  };
}
