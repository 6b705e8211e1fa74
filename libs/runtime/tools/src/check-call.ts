import { type Deadline, toTurnfleetError } from '@turnfleet/core';
import { type Caller, callTool } from './call-tool.ts';
import type { Tool } from './tool.ts';
import { type Answer, answerOfError } from './tool-result.ts';

/** Field of a request that asks to check and to change nothing: https://google.aip.dev/163 */
export const validateOnlyField = 'validate_only';

/**
 * Asks the service whether a call could be made, before the shopper is asked whether it shall be. Null: it could, or the
 * service cannot tell beforehand. No key goes along, so that nothing could happen even where the field is not known.
 */
export async function checkCall(
  caller: Caller,
  tool: Tool,
  args: Readonly<Record<string, unknown>>,
  deadline: Deadline,
): Promise<Answer | null> {
  if (!tool.canValidate) return null;
  try {
    await callTool(caller, { ...tool, idempotency: 'read_only' }, { ...args, [validateOnlyField]: true }, deadline);
    return null;
  } catch (error) {
    const answer = answerOfError(toTurnfleetError(error), '');
    return answer.fallback === null ? answer : notChecked(answer.outcome);
  }
}

/** The tool's own apology is for a call that may have taken effect. Of this one it is certain that it did not. */
function notChecked(outcome: Answer['outcome']): Answer {
  const message =
    'It cannot be checked right now whether this is possible, so the shopper was not asked to confirm it and nothing was done. Tell them so, and to ask again in a little while. Do not call it again.';
  return { outcome, content: { error: outcome, message }, fallback: null, sufficient: false };
}
