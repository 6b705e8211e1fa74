import { isSpanContextValid, trace } from '@opentelemetry/api';
import { isTurnfleetError, type Logger } from '@turnfleet/core';
import { pino } from 'pino';

export type { Logger } from '@turnfleet/core';

/** JSON lines on stderr, each with the trace it belongs to. Message text, arguments and keys are never passed in. */
export function createLogger(name: string, level: string): Logger {
  return pino(
    {
      level,
      base: { name },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: errorFields },
      mixin: currentTrace,
    },
    pino.destination({ dest: 2, sync: true }),
  );
}

function currentTrace(): Record<string, string> {
  const context = trace.getActiveSpan()?.spanContext();
  return context && isSpanContextValid(context) ? { trace_id: context.traceId, span_id: context.spanId } : {};
}

/** Only what is known to be harmless: clients hang requests, commands and their arguments on their errors. */
function errorFields(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  return {
    type: error.name,
    ...(isTurnfleetError(error) ? { kind: error.kind } : {}),
    message: error.message,
    stack: error.stack,
    ...(error instanceof AggregateError ? { errors: error.errors.map(errorFields) } : {}),
    ...(error.cause === undefined ? {} : { cause: errorFields(error.cause) }),
  };
}
