import { parseUsd, type Usd } from './usd.ts';

/** List prices of a model, US dollars per million tokens as decimals. */
export interface ListPrices {
  readonly input: string;
  /** Of input tokens that the vendor had in its cache; absent: as other input. */
  readonly cachedInput?: string | undefined;
  readonly output: string;
}

/** Prices per token. */
export interface Prices {
  readonly input: Usd;
  readonly cachedInput: Usd;
  readonly output: Usd;
}

/** Tokens of one call. `cachedTokens` are among the `inputTokens`; reasoning is among the `outputTokens`, as vendors bill it. */
export interface BilledTokens {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedTokens?: number | undefined;
}

const million = 1_000_000n;

/** Null for what is no decimal, or not a whole number of trillionths per token (more than six decimals). */
export function pricePerToken(perMillion: string): Usd | null {
  const price = parseUsd(perMillion);
  return price === null || price % million !== 0n ? null : price / million;
}

/** What the tokens cost, exactly. A vendor that reports more cached tokens than input is taken to mean all of them. */
export function priceOf({ inputTokens, outputTokens, cachedTokens = 0 }: BilledTokens, prices: Prices): Usd {
  const cached = Math.min(cachedTokens, inputTokens);
  return (
    BigInt(inputTokens - cached) * prices.input +
    BigInt(cached) * prices.cachedInput +
    BigInt(outputTokens) * prices.output
  );
}

/** The most that a call can cost: nothing of its input cached, its answer as long as it may be. */
export function worstCaseOf(inputTokens: number, maxOutputTokens: number, prices: Prices): Usd {
  return priceOf({ inputTokens, outputTokens: maxOutputTokens }, prices);
}
