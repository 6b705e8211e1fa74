import { boundedCount, type CountTokens, type ModelRequest, type ModelTool, openAiTools } from '@turnfleet/model';
import { countTokens as count } from 'gpt-tokenizer/encoding/o200k_base';

/** What a shopper types may look like a control token; here it is text like any other. */
const noSpecials = { disallowedSpecial: new Set<string>() };

/**
 * Tokens of the o200k_base encoding (GPT-4.1's own; the other models' differ by a few per cent), long texts by sample: no
 * text keeps the event loop for more than some milliseconds.
 */
export const countTokens: CountTokens = boundedCount((text) => count(text, noSpecials));

/** Input tokens of a request, for endpoints that report no usage. */
export function inputTokensOf(request: ModelRequest): number {
  return countTokens(JSON.stringify(request.messages)) + toolTokensOf(request.tools);
}

/** They are the same array for every turn. Whoever made them may keep more in them than is sent. */
const counted = new WeakMap<readonly ModelTool[], number>();

function toolTokensOf(tools: readonly ModelTool[]): number {
  const known = counted.get(tools) ?? (tools.length === 0 ? 0 : countTokens(JSON.stringify(openAiTools(tools))));
  counted.set(tools, known);
  return known;
}
