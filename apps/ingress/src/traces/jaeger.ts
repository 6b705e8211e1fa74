import { TurnfleetError } from '@turnfleet/core';
import { attributes } from '@turnfleet/telemetry';
import { z } from 'zod';
import type { TraceSource } from './trace-source.ts';

const timeoutMs = 5_000;
/** Every turn passes the orchestrator, however it was submitted: as a process of its own, or inside the fleet's. */
const services = ['turnfleet-orchestrator', 'turnfleet'] as const;

const documentSchema = z.object({ result: z.object({ resourceSpans: z.array(z.unknown()) }) });
const searchSchema = z.object({ data: z.array(z.object({ traceID: z.string() })).nullable() });

/**
 * Jaeger's query API. Traces are read as OTLP by version 3 of it, but turns are looked up by the older one: only that
 * filters by attribute in every release of Jaeger 2. https://www.jaegertracing.io/docs/latest/apis/
 */
export function jaegerTraces(baseUrl: string): TraceSource {
  const ask = (path: string) => askJaeger(`${baseUrl.replace(/\/+$/, '')}${path}`);
  return {
    find: async (id) => {
      const traceId = /^[0-9a-f]{32}$/.test(id) ? id : await traceOfTurn(ask, id);
      const answer = traceId === null ? null : await ask(`/api/v3/traces/${traceId}`);
      return answer === null ? null : JSON.stringify(documentSchema.parse(answer).result);
    },
  };
}

async function traceOfTurn(ask: (path: string) => Promise<unknown>, turnId: string): Promise<string | null> {
  const tags = JSON.stringify({ [attributes.turnId]: turnId });
  for (const service of services) {
    const query = new URLSearchParams({ service, tags, limit: '1', lookback: '168h' });
    const answer = await ask(`/api/traces?${query}`);
    const found = answer === null ? undefined : searchSchema.parse(answer).data?.[0];
    if (found) return found.traceID;
  }
  return null;
}

/** Null if there is no such thing; `overloaded` if Jaeger does not answer as it should. */
async function askJaeger(url: string): Promise<unknown> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    if (response.status === 404) return null;
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    return await response.json();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TurnfleetError('overloaded', `Jaeger at ${new URL(url).host} cannot be asked: ${reason}.`, {
      suggestion: 'Check JAEGER_QUERY_URL and that Jaeger runs there; then ask again.',
      cause: error,
    });
  }
}
