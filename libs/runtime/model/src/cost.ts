import type { ModelEntry } from './model-catalogue.ts';
import type { ModelUsage } from './model-client.ts';

/** US dollars for `usage` at list price, to a ten-billionth: exact for prices in whole cents, without binary noise. */
export function costOf(usage: ModelUsage, model: ModelEntry): number {
  const perMillion = usage.inputTokens * model.inputUsdPerMTok + usage.outputTokens * model.outputUsdPerMTok;
  return Math.round(perMillion * 1e4) / 1e10;
}
