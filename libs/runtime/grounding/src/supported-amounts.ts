import { type Decimal, exactShare, numberOf, partsOf, percentOf, unit, wholeOf } from '@turnfleet/reading';
import type { Figure } from './figures/figure.ts';
import { type Ground, isAmong, type Of, statedAs } from './ground.ts';
import type { Amount } from './grounds.ts';

/** With more amounts than this no sum is looked for: with so many, every figure would be one. */
const mostToCombine = 200;
const mostToAdd = 16;
const all = wholeOf(100);

/** An amount that a result holds, or one exact step from such: a sum, a difference, a product with a quantity, a percentage. */
export function isMoney({ value, currency }: Of<'money'>, ground: Ground): boolean {
  const inCurrency = (amounts: readonly Amount[]): Set<Decimal> =>
    new Set(amounts.filter((one) => one.currency === currency).map((one) => one.value));
  const direct = inCurrency(ground.amounts);
  for (const one of statedAs('money', [...ground.figures(), ...ground.derived]))
    if (one.currency === currency) direct.add(one.value);
  if (direct.has(value)) return true;
  if (value === 0n || direct.size > mostToCombine) return false;
  if (isCombined(value, direct)) return true;
  for (const times of multipliersOf(ground)) {
    const share = exactShare(value, times);
    if (share !== null && direct.has(share)) return true;
  }
  for (const percent of percentsOf(ground))
    for (const one of direct)
      if (percentOf(one, percent) === value || percentOf(one, all - percent) === value) return true;
  // What one thing costs may be compared with another, but is not what the other costs.
  const everybodys = inCurrency(ground.everybodys);
  return everybodys.size <= mostToCombine && !everybodys.has(value) && isCombined(value, everybodys);
}

function isCombined(value: Decimal, amounts: ReadonlySet<Decimal>): boolean {
  for (const one of amounts) {
    if (one === 0n) continue;
    const rest = value - one;
    if (rest > 0n && rest !== one && amounts.has(rest)) return true;
    if (amounts.has(value + one)) return true;
  }
  return false;
}

const fewInWords =
  /\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve)\b(?![\s-](?:hundred|thousand))|(?<![零一二两三四五六七八九十百千万])[两二三四五六七八九十](?=[个件台部只款套双])/gi;

/** Quantities that a price may be taken times: named in the sentence or by the shopper. */
function multipliersOf({ beside, grounds, derived, sentence }: Ground): ReadonlySet<Decimal> {
  const values = [...beside, ...grounds.said, ...derived].flatMap(({ stated }) =>
    stated.kind === 'count' || (stated.kind === 'number' && stated.value < wholeOf(1_000)) ? [stated.value] : [],
  );
  const inWords = [...sentence.matchAll(fewInWords)].flatMap(([word]) => numberOf(word) ?? []);
  return new Set([...values, ...inWords].filter((value) => value > unit));
}

function percentsOf({ figures, derived, grounds, amounts }: Ground): ReadonlySet<Decimal> {
  const numbers = amounts.flatMap(({ unit: of, value }) => (of === 'percent' ? [value] : []));
  const said = statedAs('percent', [...figures(), ...derived, ...grounds.said]).map(({ value }) => value);
  return new Set([...said, ...numbers]);
}

/** A percentage that a result says, the sum of such, or what takes one of its amounts exactly to another. */
export function isPercent({ value }: Of<'percent'>, ground: Ground): boolean {
  const said = new Set(statedAs('percent', ground.figures()).map((one) => one.value));
  for (const one of ground.amounts) if (one.unit === 'percent') said.add(one.value);
  if (said.has(value)) return true;
  const reductions = statedAs('percent', ground.figures()).map((one) => one.value);
  if (reductions.length > 1 && reductions.length <= mostToAdd && reductions.reduce((a, b) => a + b) === value)
    return true;
  // Above a half the rest of a price cannot be told from what was taken off.
  if (value <= 0n || value > all / 2n) return false;
  const money = new Set(ground.amounts.flatMap((one) => (one.currency === null ? [] : [one.value])));
  if (money.size > mostToCombine) return false;
  for (const one of money) if (one !== 0n && money.has(percentOf(one, all - value))) return true;
  return false;
}

const isPlain = ({ currency, unit: of }: Amount): boolean => currency === null && of === null;

/** Pieces that a result counts, what rows of a list add up to, or what is left when some are taken. */
export function isCount({ value, pieces }: Of<'count'>, figure: Figure, ground: Ground): boolean {
  const { amounts, sentence, beside } = ground;
  const counts = new Set(amounts.filter((one) => isPlain(one) && !(pieces && one.listed)).map((one) => one.value));
  if (counts.has(value) || statedAs('count', ground.figures()).some((one) => one.value === value)) return true;
  if (!pieces && value === wholeOf(ground.grounds.subjects)) return true;
  if (isLimit(value, ground) || isOperand(value, ground) || isSupposed(figure, sentence)) return true;
  const counted = new Set(amounts.flatMap((one) => (one.counted ? [one.value] : [])));
  const taken = multipliersOf({ ...ground, beside: beside.filter((one) => one !== figure) });
  for (const one of counted) for (const other of taken) if (one - other === value) return true;
  return isOfFew(value, ground) || isOfRows(value, ground);
}

function isOfRows(value: Decimal, { amounts }: Ground): boolean {
  const rows = new Set(amounts.flatMap((one) => (one.counted && one.row ? [one.value] : [])));
  return rows.size <= mostToAdd && isCombined(value, rows);
}

const few = 4;

/** A sum or a difference of plain numbers, where there are so few that hardly a figure is one by chance. */
function isOfFew(value: Decimal, { amounts }: Ground): boolean {
  const plain = new Set(amounts.flatMap((one) => (isPlain(one) && !one.row && !one.listed ? [one.value] : [])));
  return plain.size <= few && isCombined(value, plain);
}

const supposes = /(?:如果|要是|若|假如|\bif (?:you|i|we)\b|\bshould you\b)[^,，。]*$/i;

/** 如果您买两件: a quantity that is supposed states nothing. */
const isSupposed = ({ at }: Figure, sentence: string): boolean => supposes.test(sentence.slice(0, at));

/** Two of them cost twice as much: the quantity is an operand, and the product says whether it is right. */
function isOperand(times: Decimal, { amounts, beside }: Ground): boolean {
  if (times <= unit) return false;
  return statedAs('money', beside).some(({ value, currency }) => {
    const share = exactShare(value, times);
    return share !== null && amounts.some((one) => one.value === share && one.currency === currency);
  });
}

const saysLimit =
  /最多|至多|最少|至少|上限|下限|起订|超[出过]|不超过|\bat (?:most|least)\b|\bup to\b|\b(?:maximum|minimum|limit)\b|\bno more than\b/i;

const isLimit = (value: Decimal, { grounds, sentence }: Ground): boolean =>
  grounds.limits.includes(value) && saysLimit.test(sentence);

/** A number without a unit: any that a result holds, a year of a date in one, part of a name in one. */
export function isNumber({ value }: Of<'number'>, { text, at }: Figure, ground: Ground): boolean {
  const { amounts, moments, grounds, sentence } = ground;
  if (amounts.some((one) => one.value === value) || isLimit(value, ground)) return true;
  const years = [...moments.map(({ day }) => day), grounds.today].map((day) => wholeOf(partsOf(day).year));
  if (years.includes(value)) return true;
  const has = (one: Figure): boolean => 'value' in one.stated && one.stated.value === value;
  if (ground.figures().some(has) || ground.derived.some(has) || isOfFew(value, ground)) return true;
  const before = /[A-Za-z]+\s?$/.exec(sentence.slice(0, at))?.[0] ?? '';
  return before.length > 2 && grounds.isNamed(before + text);
}

export const isMeasure = (stated: Of<'measure'>, ground: Ground): boolean =>
  ground.amounts.some((one) => one.value === stated.value && one.unit === stated.unit) ||
  isAmong(stated, ground.figures());
