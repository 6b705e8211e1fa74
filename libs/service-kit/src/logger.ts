import { isSpanContextValid, trace } from '@opentelemetry/api';
import type { Logger } from '@turnfleet/core';
import { pino } from 'pino';

export type { Logger } from '@turnfleet/core';

/** JSON lines on stderr, each with the trace it belongs to. Message text, arguments and keys are never passed in. */
export function createLogger(name: string, level: string): Logger {
  return pino(
    {
      name,
      level,
      base: { name },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: currentTrace,
    },
    pino.destination({ dest: 2, sync: true }),
  );
}

function currentTrace(): Record<string, string> {
  const context = trace.getActiveSpan()?.spanContext();
  return context && isSpanContextValid(context) ? { trace_id: context.traceId, span_id: context.spanId } : {};
}
