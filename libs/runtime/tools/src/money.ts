import { moneyText } from '@turnfleet/contract/schemas';
import { isRecord } from './shape.ts';

/** The shop's currency: what a bare amount is taken to be in. */
export const shopCurrency = 'CNY';

interface ProtoMoney {
  readonly currency_code?: string;
  readonly units?: string | number;
  readonly nanos?: number;
}

const decimal = /^(-?)(\d{1,15})(?:\.(\d{1,9}))?$/;

/**
 * google.type.Money in proto3 JSON (units and nanos of one sign: google/type/money.proto) from what models write: 4999,
 * "4999.50", or an amount as tools return it. Exact: no arithmetic on binary fractions. Undefined if it is none of these.
 */
export function toMoney(value: unknown): Record<string, unknown> | undefined {
  const [amount, currency] = isRecord(value)
    ? [value['amount'], value['currency'] ?? shopCurrency]
    : [value, shopCurrency];
  if (typeof amount !== 'number' && typeof amount !== 'string') return undefined;
  const [, sign = '', units, fraction = ''] = decimal.exec(String(amount).trim()) ?? [];
  if (units === undefined || typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) return undefined;
  const nanos = Number(fraction.padEnd(9, '0'));
  return { currency_code: currency, units: `${sign}${BigInt(units)}`, nanos: sign && nanos ? -nanos : nanos };
}

/** Money as models and shoppers read it: `{amount: "4999.00", currency: "CNY", text: "¥4,999"}`. */
export function fromMoney(money: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { units: whole = 0, nanos = 0, currency_code: currency } = money as ProtoMoney;
  const units = BigInt(whole);
  const sign = units < 0n || nanos < 0 ? '-' : '';
  const fraction = String(Math.abs(nanos))
    .padStart(9, '0')
    .replace(/0{1,7}$/, '');
  const amount = `${sign}${String(units).replace('-', '')}.${fraction}`;
  return { amount, currency, text: moneyText(amount, currency ?? '') };
}

/** The amount as a number, good for comparing with limits only. */
export function amountOf(money: Readonly<Record<string, unknown>>): number {
  return Number(money['units']) + Number(money['nanos']) / 1e9;
}
