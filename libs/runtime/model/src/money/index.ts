export { type BilledTokens, type ListPrices, type Prices, priceOf, pricePerToken, worstCaseOf } from './price.ts';
export { formatUsd, noCost, parseUsd, sumUsd, type Usd, usdAsNumber } from './usd.ts';
