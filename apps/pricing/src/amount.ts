import type { money } from '@turnfleet/contract/grpc';

/** Billionths of a currency's unit, as google.type.Money counts: exact, no binary fractions. */
export type Nanos = bigint;

const nanosPerUnit = 1_000_000_000n;

export function nanosOf({ units, nanos }: money.Money__Output): Nanos {
  return BigInt(units) * nanosPerUnit + BigInt(nanos);
}

export function moneyOf(currency: string, amount: Nanos): money.Money {
  return { currency_code: currency, units: String(amount / nanosPerUnit), nanos: Number(amount % nanosPerUnit) };
}

/** Amounts in tables are decimal text such as `99.50`. */
export function parseAmount(text: string): Nanos {
  const match = /^(\d+)(?:\.(\d{1,9}))?$/.exec(text);
  if (!match) throw new Error(`Not an amount: ${JSON.stringify(text)}`);
  return BigInt(match[1] ?? '0') * nanosPerUnit + BigInt((match[2] ?? '').padEnd(9, '0'));
}

/** `1000`, `99.5`: without zeros that say nothing. */
export function amountText(amount: Nanos): string {
  const fraction = String(amount % nanosPerUnit)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return `${amount / nanosPerUnit}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The smallest amount that can be paid: a fen, a cent, a whole yen (ISO 4217). */
export function minorUnit(currency: string): Nanos {
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  return nanosPerUnit / 10n ** BigInt(maximumFractionDigits);
}

/** Hundredths of a per cent. */
export type BasisPoints = number;

/** A share of an amount, rounded half up to the currency's minor unit. */
export function share(amount: Nanos, points: BasisPoints, currency: string): Nanos {
  const unit = minorUnit(currency);
  const divisor = 10_000n * unit;
  return ((2n * amount * BigInt(points) + divisor) / (2n * divisor)) * unit;
}

export function least(...amounts: readonly Nanos[]): Nanos {
  return amounts.reduce((low, amount) => (amount < low ? amount : low));
}
