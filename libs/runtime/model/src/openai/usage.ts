import type { ModelUsage } from '../model-client.ts';
import { isRecord } from '../stream-fold.ts';

/** The `usage` of a chunk or a completion; undefined if it counts nothing. Vendors put what was cached in two places. */
export function readUsage(given: unknown): ModelUsage | undefined {
  if (!isRecord(given)) return undefined;
  const count = (value: unknown): number | undefined => (typeof value === 'number' && value >= 0 ? value : undefined);
  const within = (name: string, field: string): number | undefined => {
    const details = given[name];
    return isRecord(details) ? count(details[field]) : undefined;
  };
  const input = count(given['prompt_tokens']);
  const output = count(given['completion_tokens']);
  if (!input && !output) return undefined;
  const cached = within('prompt_tokens_details', 'cached_tokens') ?? count(given['prompt_cache_hit_tokens']);
  const reasoning = within('completion_tokens_details', 'reasoning_tokens');
  return {
    inputTokens: input ?? 0,
    outputTokens: output ?? 0,
    ...(cached !== undefined && { cachedInputTokens: cached }),
    ...(reasoning !== undefined && { reasoningTokens: reasoning }),
  };
}
