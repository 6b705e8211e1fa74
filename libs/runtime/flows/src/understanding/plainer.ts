import { withoutProducts } from '../readers/product-in.ts';

/** What wishes are made of in English. */
const vocabulary =
  'cancel order return refund exchange replace address change update invoice receipt reserve complain complaint delivery deliver status track parcel package where shipped person human agent please wrong broken money back'.split(
    ' ',
  );
const known = new Set(vocabulary);
const byLength = vocabulary.toSorted((a, b) => b.length - a.length).join('|');
const runTogether = new RegExp(`${byLength}|my|the|want|need|i(?=want|need)`, 'g');

/** A message without what hides its wish: names of products, misspelt words, words that run together. */
export const plainer = (text: string): string =>
  withoutProducts(text)
    .replaceAll(/[a-z]{12,}/giu, (run) => run.toLowerCase().replaceAll(runTogether, ' $& '))
    .replaceAll(/[a-z]{5,}/giu, (word) => spelled(word.toLowerCase()))
    .replaceAll(/\s+/g, ' ')
    .trim();

/** The one known word that is a slip of the fingers away; else the word. */
function spelled(word: string): string {
  if (known.has(word)) return word;
  const near = vocabulary.filter((one) => one.length >= 5 && isNear(word, one));
  return near.length === 1 ? (near[0] ?? word) : word;
}

/** One letter more, less or other, or two changed about. */
function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const [restA, restB] = [a.slice(at), b.slice(at)];
  if (restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1)) return true;
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
}
