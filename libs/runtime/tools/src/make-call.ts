import type { Listener } from '@turnfleet/contract/schemas';
import { type Deadline, toTurnfleetError } from '@turnfleet/core';
import { type Caller, callTool } from './call-tool.ts';
import { showResult } from './show-result.ts';
import { fallbackText, type Tool, toldText } from './tool.ts';
import { type Answer, answerOfError } from './tool-result.ts';

/** Makes a call, `key` given for a keyed tool. What goes wrong becomes an answer like any other. */
export async function makeCall(
  parts: Caller & Omit<Listener, 'now'>,
  tool: Tool,
  args: Readonly<Record<string, unknown>>,
  deadline: Deadline,
  key: string | undefined,
): Promise<Answer> {
  try {
    const result = await callTool(parts, tool, args, deadline, key);
    const listener = { ...parts, now: parts.clock.now() };
    const content = showResult(tool.output, result, listener);
    const sufficient = content['sufficient'] === true;
    return { outcome: 'ok', content, fallback: null, sufficient, told: toldText(tool, args, result, listener) || null };
  } catch (error) {
    return answerOfError(toTurnfleetError(error), fallbackText(tool, parts.locale));
  }
}
