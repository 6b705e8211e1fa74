import { TurnfleetError } from '@turnfleet/core';
import { drawTree, type SpanRow, spanRows, spanTree } from '@turnfleet/telemetry/sdk';
import { z } from 'zod';
import { requestJson } from '../client/request.ts';

const documentSchema = z.unknown().transform((document, context): readonly SpanRow[] => {
  try {
    return spanRows(document);
  } catch {
    context.addIssue({ code: 'custom', message: 'is no OTLP JSON' });
    return z.NEVER;
  }
});

/** The trace of a turn (by turn or trace id) as text: offset and duration of every span, indented below its parent. */
export async function traceText(fleetUrl: string, id: string): Promise<string> {
  const spans = await requestJson(`${fleetUrl}/v1/traces/${encodeURIComponent(id)}`, documentSchema);
  if (spans.length === 0) throw new TurnfleetError('not_found', `No span of ${id} is held.`);
  return `   starts     takes\n${drawTree(spanTree(spans))}\n`;
}
