import type { Reply } from '@turnfleet/contract/schemas';
import { amountsIn, type Truth } from './truth.ts';

/** What is wrong with an answer, a sentence each; empty: its figures are right. */
export function faultsOf({ text, status }: Pick<Reply, 'text' | 'status'>, { figures, amounts }: Truth): string[] {
  if (status !== 'completed') return [`it is ${status}`];
  const said = amountsIn(text);
  const missing = figures.filter((figure) => !(figure.startsWith('¥') ? said : text).includes(figure));
  const invented = said.filter((amount) => !amounts.has(amount));
  return [...missing.map((figure) => `it lacks ${figure}`), ...invented.map((amount) => `nothing says ${amount}`)];
}
