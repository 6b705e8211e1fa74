import type { ToolCallRecord } from '@turnfleet/contract/schemas';
import type { ModelToolCall } from '@turnfleet/model';
import { repairArguments } from '@turnfleet/tools';

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

/**
 * The calls as they go back to a model: what is JSON as it is, the rest as it was read. Broken JSON in the history is refused
 * by some endpoints, and a model that cannot read its own call makes it again.
 */
export function asTheyWereRead(calls: readonly ModelToolCall[]): readonly ModelToolCall[] {
  return calls.map((call) =>
    isJson(call.arguments) ? call : { ...call, arguments: JSON.stringify(repairArguments(call.arguments) ?? {}) },
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // and is read in another way, then
  }
}
