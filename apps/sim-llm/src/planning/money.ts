import type { Amount } from '../understanding/amounts.ts';
import { isJson, type Json } from './json.ts';

/**
 * Reads an amount of money as tools show it: `{"amount": "4999.00", "currency": "CNY"}`, or `google.type.Money` in proto3
 * JSON, where zero fields may be missing; null for what is no money.
 */
export function moneyAmount(value: unknown): Amount | null {
  return isJson(value) ? (decimalAmount(value) ?? protoAmount(value)) : null;
}

function decimalAmount({ amount, currency }: Json): Amount | null {
  if (typeof amount !== 'string' || !/^-?\d+(\.\d+)?$/.test(amount) || typeof currency !== 'string') return null;
  return { currency, value: amount.replace(/\.0+$/, '') };
}

function protoAmount(value: Json): Amount | null {
  if (value['units'] === undefined && value['currency_code'] === undefined) return null;
  const given = value['units'] ?? '0';
  const units = typeof given === 'number' ? String(given) : given;
  const nanos = Number(value['nanos'] ?? 0);
  if (typeof units !== 'string' || !/^-?\d+$/.test(units) || !Number.isInteger(nanos)) return null;
  const sign = units.startsWith('-') || nanos < 0 ? '-' : '';
  const fraction = String(Math.abs(nanos)).padStart(9, '0').replace(/0+$/, '');
  const decimals = fraction === '' ? '' : `.${fraction.padEnd(2, '0')}`;
  const currency = typeof value['currency_code'] === 'string' ? value['currency_code'] : '';
  return { currency, value: `${sign}${units.replace('-', '')}${decimals}` };
}
