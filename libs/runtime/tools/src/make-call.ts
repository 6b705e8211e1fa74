import { clockTime, type Listener, type Owner } from '@turnfleet/contract/schemas';
import { type Deadline, TurnfleetError, toTurnfleetError } from '@turnfleet/core';
import type { Fetched, ReadTool } from './cache/tool-reads.ts';
import { type Caller, callTool } from './call-tool.ts';
import { showResult } from './show-result.ts';
import { fallbackText, type Tool, toldText } from './tool.ts';
import { type Answer, answerOfError } from './tool-result.ts';

type Json = Readonly<Record<string, unknown>>;

export interface CallParts extends Caller, Omit<Listener, 'now'> {
  /** How calls that only read are made. */
  readonly readTool: ReadTool;
  /** For whom calls are made. */
  readonly asker: Owner;
}

/** Makes a call, `key` given for a keyed tool. What goes wrong becomes an answer like any other. */
export async function makeCall(
  parts: CallParts,
  tool: Tool,
  args: Json,
  deadline: Deadline,
  key: string | undefined,
): Promise<Answer> {
  try {
    const fetched = await fetchResult(parts, tool, args, deadline, key);
    return answerOf(parts, tool, args, fetched);
  } catch (error) {
    return answerOfError(toTurnfleetError(error), fallbackText(tool, parts.locale));
  }
}

/** Makes a call, from what is kept if it only reads and the tool's freshness allows it. Fails as the call does. */
export async function fetchResult(
  parts: Caller & Pick<CallParts, 'readTool' | 'asker'>,
  tool: Tool,
  args: Json,
  deadline: Deadline,
  key: string | undefined,
): Promise<Fetched> {
  const fetch = (within: Deadline): Promise<Json> => callTool(parts, tool, args, within, key);
  if (tool.idempotency === 'read_only') return parts.readTool({ tool, args, asker: parts.asker, fetch }, deadline);
  const asOf = parts.clock.now();
  return { answer: { found: true, result: await fetch(deadline) }, asOf, age: 'new', standsIn: false };
}

/** Of a result that was kept: when it was asked for, as the shopper is told it. */
export const asOfField = '_as_of';
/** What a call with a result came to. */
export const resultOutcomes = { new: 'ok', fresh: 'cached', older: 'stale' } as const satisfies Record<
  Fetched['age'],
  Answer['outcome']
>;

function answerOf(parts: CallParts, tool: Tool, args: Json, { answer, asOf, age, standsIn }: Fetched): Answer {
  if (!answer.found) {
    const { message, resource } = answer;
    return { ...answerOfError(new TurnfleetError('not_found', message, resource ? { resource } : {}), ''), asOf };
  }
  const { result } = answer;
  const listener = { ...parts, now: parts.clock.now() };
  const shown = showResult(tool.output, result, listener);
  const text = clockTime(asOf, listener);
  return {
    outcome: resultOutcomes[age],
    content: age === 'new' ? shown : { ...shown, [asOfField]: text },
    fallback: null,
    sufficient: shown['sufficient'] === true,
    told: toldText(tool, args, result, listener) || null,
    asOf,
    older: age === 'older' ? { asOf, text, standsIn } : null,
  };
}
