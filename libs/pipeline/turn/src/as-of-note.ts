import { shopperText } from '@turnfleet/contract/words';
import type { ToolResult } from '@turnfleet/tools';

/** Says how old an answer is that rests on these results; null if nothing in it is older than tools are asked for anew. */
export function asOfNote(results: readonly Pick<ToolResult, 'older'>[], locale: string): string | null {
  const times = results.flatMap(({ older }) => older ?? []);
  const oldest = times.toSorted((one, other) => one.asOf - other.asOf)[0];
  return oldest ? shopperText('asOf', locale).replace('{time}', oldest.text) : null;
}

/** Whether something stands in for what could not be had. */
export const hasStandIn = (results: readonly Pick<ToolResult, 'older'>[]): boolean =>
  results.some(({ older }) => older?.standsIn);
