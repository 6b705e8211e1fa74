import type { ToolResult } from '@turnfleet/tools';

/** What was paid for the largest order among these results, in whole units of its currency; 0 if there is none. */
export const orderValueIn = (results: readonly Pick<ToolResult, 'content'>[]): number =>
  Math.max(0, ...results.flatMap(({ content }) => paidIn(JSON.parse(content) as unknown)));

/** Under this name orders say what was paid (protos/turnfleet/order/v1/order.proto). */
const paid = 'paid_amount';

function paidIn(value: unknown): number[] {
  if (Array.isArray(value)) return value.flatMap(paidIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]: [string, unknown]) =>
    name === paid ? amountOf(one) : paidIn(one),
  );
}

function amountOf(money: unknown): number[] {
  const amount = typeof money === 'object' && money !== null && 'amount' in money ? Number(money.amount) : Number.NaN;
  return Number.isFinite(amount) ? [amount] : [];
}
