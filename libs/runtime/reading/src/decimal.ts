/** An exact decimal: millionths, so that a price times a percentage with a fraction is still whole. */
export type Decimal = bigint;

const places = 6;
export const unit: Decimal = 10n ** BigInt(places);
const hundredth = unit / 100n;

const multipliers: Readonly<Record<string, bigint>> = {
  百: 100n,
  千: 1_000n,
  k: 1_000n,
  万: 10_000n,
  百万: 1_000_000n,
  千万: 10_000_000n,
  m: 1_000_000n,
  亿: 100_000_000n,
};

/** `6,299.10`, `1.2万`, `3k`; null for what is no decimal, or finer than millionths. */
export function decimalOf(written: string): Decimal | null {
  const parts = /^(\d[\d,]*)(?:\.(\d{1,6}))?\s?([百千万亿km]*)$/i.exec(written);
  if (!parts) return null;
  const [, whole = '0', fraction = '', times = ''] = parts;
  if (whole.length > 24) return null;
  const value = BigInt(whole.replaceAll(',', '') + fraction.padEnd(places, '0'));
  if (times === '') return value;
  const multiplier = multipliers[times.toLowerCase()];
  return multiplier === undefined ? null : value * multiplier;
}

export const wholeOf = (value: number): Decimal => BigInt(value) * unit;

/** `percent` of `value`, to the hundredth, halves up: as a till rounds. */
export function percentOf(value: Decimal, percent: Decimal): Decimal {
  const exact = value * percent;
  const scale = 100n * unit * hundredth;
  return ((exact + scale / 2n) / scale) * hundredth;
}

/** `value` ÷ `divisor` if that is exact, else null; the divisor is a decimal too. */
export function exactShare(value: Decimal, divisor: Decimal): Decimal | null {
  if (divisor === 0n) return null;
  const scaled = value * unit;
  return scaled % divisor === 0n ? scaled / divisor : null;
}
