import { TurnfleetError } from '@turnfleet/core';
import { drawTree, spanRows, spanTree } from '@turnfleet/telemetry';
import { request } from '../client/request.ts';

/** The trace of a turn (by turn or trace id) as text: offset and duration of every span, indented below its parent. */
export async function traceText(fleetUrl: string, id: string): Promise<string> {
  const response = await request(`${fleetUrl}/v1/traces/${encodeURIComponent(id)}`);
  const spans = spanRows(await response.json());
  if (spans.length === 0) throw new TurnfleetError('not_found', `No span of ${id} is held.`);
  return `   starts     takes\n${drawTree(spanTree(spans))}\n`;
}
