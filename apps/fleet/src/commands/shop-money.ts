import type { money } from '@turnfleet/contract/grpc';
import { moneyText } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';

/** Yuan as typed, `6299`, `6299.1` or `6299.10`. `invalid_request` for anything else. */
export function moneyFrom(text: string): money.Money {
  const [, units, fraction = ''] = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  if (units !== undefined) return { currency_code: 'CNY', units, nanos: Number(fraction.padEnd(2, '0')) * 1e7 };
  throw new TurnfleetError('invalid_request', `"${text}" is no amount of yuan.`, {
    suggestion: 'Give it in digits, with a point before the fen: 6299.10.',
  });
}

/** `¥6,299.10` */
export function fenText(price: money.Money__Output | null | undefined): string {
  if (!price) return '–';
  const fen = String(Math.floor(price.nanos / 1e7)).padStart(2, '0');
  return moneyText(`${price.units}.${fen}`, price.currency_code);
}
