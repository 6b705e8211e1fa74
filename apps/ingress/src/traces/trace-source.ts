import { otlpJson, type SpanStore } from '@turnfleet/telemetry/sdk';

/** Finds the spans of a turn. */
export interface TraceSource {
  /** An OTLP JSON document, by trace id or turn id; null if none is held. `overloaded` if the source does not answer. */
  find(traceOrTurnId: string): Promise<string | null>;
}

/** The spans that this process keeps itself. */
export function embeddedTraces(spans: Pick<SpanStore, 'find'>): TraceSource {
  return {
    find: async (id) => {
      const found = spans.find(id);
      return found.length === 0 ? null : otlpJson(found);
    },
  };
}
