import type { ToolCallRecord } from '@turnfleet/contract/schemas';
import type { ModelToolCall } from '@turnfleet/model';

/** The calls of a step as the turn keeps them: bounded, each under an id of its own within the turn. */
export function ownCalls(
  calls: readonly ModelToolCall[],
  earlier: readonly ToolCallRecord[],
): readonly ModelToolCall[] {
  return withOwnIds(boundedCalls(calls), earlier);
}

/** Some endpoints begin their ids anew with each step; in a turn, to its readers, an id is one call. */
function withOwnIds(calls: readonly ModelToolCall[], earlier: readonly ToolCallRecord[]): readonly ModelToolCall[] {
  const used = new Set(earlier.map(({ id }) => id));
  return calls.map((call) => (used.has(call.id) ? { ...call, id: `${call.id}_${earlier.length}` } : call));
}

const mostCalls = 64;
const longestName = 128;

/** Ids and names go into journal, reply and snapshot as the model wrote them; no vendor needs more room than this. */
function boundedCalls(calls: readonly ModelToolCall[]): readonly ModelToolCall[] {
  return calls.slice(0, mostCalls).map((call, i) => ({
    ...call,
    id: call.id.length <= longestName ? call.id : `call_${i + 1}`,
    name: call.name.slice(0, longestName).toWellFormed(),
  }));
}
