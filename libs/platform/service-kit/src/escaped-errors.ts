import type { Clock, Logger } from '@turnfleet/core';
import { attributes, counter } from '@turnfleet/telemetry';

/** One kind of error is told so often; the metric counts each. */
const tellEveryMs = 60_000;
/** Names come from libraries: there are few, but nobody promises so. */
const mostKinds = 100;

/**
 * From now on an error that nobody caught – an `error` event without a listener, a rejection that nobody awaits – is an
 * alarm and not the end of the process. Whatever waited for its outcome ends with its own deadline: one failed turn. As
 * the end of the process it would take every other turn along, and the record that caused it would end the next worker.
 */
export function surviveEscapedErrors(name: string, clock: Clock, logger: Logger): void {
  const escaped = counter('turnfleet.escaped_errors');
  const told = new Map<string, number>();
  const survive = (error: unknown): void => {
    const kind = kindOf(error);
    escaped.add(1, { [attributes.errorType]: kind });
    const now = clock.monotonic();
    if (now - (told.get(kind) ?? Number.NEGATIVE_INFINITY) < tellEveryMs) return;
    if (told.size >= mostKinds) told.clear();
    told.set(kind, now);
    const meaning = 'a bug, which may have failed one turn; the process goes on';
    logger.error({ err: error, kind }, `${name}: an error that nobody caught (${meaning}). Please report it.`);
  };
  process.on('uncaughtException', survive);
  process.on('unhandledRejection', survive);
}

function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
