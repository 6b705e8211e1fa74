/**
 * An amount as a shop writes it: `¥6,299.10`, `¥6,999`, `USD 12.50`. `amount` is a decimal as tools return it; cents are
 * left out where there are none, and never half told.
 */
export function moneyText(amount: string, currency: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  if (whole === '') return `${currency} ${amount}`.trim();
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
  const cents = /^0*$/.test(fraction) ? '' : `.${fraction.padEnd(2, '0')}`;
  return currency === 'CNY' || currency === '' ? `${sign}¥${grouped}${cents}` : `${sign}${currency} ${grouped}${cents}`;
}
