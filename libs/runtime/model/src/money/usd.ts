/**
 * US dollars as whole trillionths (10⁻¹²): a price with six decimals per million tokens is a whole number of them per
 * token, so sums over any number of calls are exact. Never negative.
 */
export type Usd = bigint & { readonly unit?: 'USD·10⁻¹²' };

const decimals = 12;
const unit = 10n ** BigInt(decimals);
const pattern = /^\d{1,9}(?:\.\d{1,12})?$/;

export const noCost: Usd = 0n;

/** Reads a decimal like `0.0042`: at most nine digits before the point and twelve behind it; null for anything else. */
export function parseUsd(text: string): Usd | null {
  if (!pattern.test(text)) return null;
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole) * unit + BigInt(fraction.padEnd(decimals, '0'));
}

/** The shortest decimal that says the amount exactly, without an exponent: `0.00042`, `3`, `0`. */
export function formatUsd(amount: Usd): string {
  const fraction = String(amount % unit)
    .padStart(decimals, '0')
    .replace(/0+$/, '');
  return fraction === '' ? String(amount / unit) : `${amount / unit}.${fraction}`;
}

export const sumUsd = (amounts: Iterable<Usd>): Usd => {
  let total = noCost;
  for (const amount of amounts) total += amount;
  return total;
};

/** As a number, for metrics, scores and JSON that has promised one; not to be added up where cents count. */
export const usdAsNumber = (amount: Usd): number => Number(formatUsd(amount));
