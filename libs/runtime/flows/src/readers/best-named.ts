import { withoutDenied } from './denied.ts';

/** What is denied names nothing: 不是手机，是耳机. */
const denied = /(?:不是|\bnot (?:the |my )?)[^,，。.;；!！]*?(?=[,，。.;；!！]|而?是|\bbut\b|$)/giu;
const runs = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu;
/** Behind a name it makes another model of it. */
const variant = /^(?:\d|pro|max|plus|ultra|air|mini|lite|se)$/;
/** Named by its last character, as shoppers name it: 黑色 is 曜石黑. */
const colours = /[黑白灰红橙黄绿青蓝紫粉金银](?=[色的]|$)/gu;
const said = new Set('the and for with one two this that order from only'.split(' '));

/**
 * Of several things those whose names have the most words of a text: pairs of Chinese characters, words and figures of other
 * scripts. Among those, the ones that are not another model of what the text names: "Trek" is hardly the Trek 2. Null if none
 * has any, or all are named alike.
 */
export function bestNamed<T>(rows: readonly T[], nameOf: (row: T) => string, text: string): readonly T[] | null {
  const words = wordsOf(withoutDenied(text).replaceAll(denied, ' '));
  const scored = rows.map((row) => {
    const own = [...wordsOf(nameOf(row))];
    const others = own.filter((word) => !words.has(word) && words.has(word.replace(/ \S+$/u, '')));
    return { row, score: own.filter((word) => words.has(word)).length, others: others.length };
  });
  const most = Math.max(0, ...scored.map(({ score }) => score));
  if (most === 0) return null;
  const named = scored.filter(({ score }) => score === most);
  const fewest = Math.min(...named.map(({ others }) => others));
  const best = named.filter(({ others }) => others === fewest).map(({ row }) => row);
  return best.length === rows.length ? null : best;
}

function wordsOf(text: string): ReadonlySet<string> {
  const words = new Set<string>();
  let before = '';
  for (const [run] of text.normalize('NFKC').toLowerCase().matchAll(runs)) {
    if (/^\p{Script=Han}/u.test(run)) {
      for (let at = 0; at + 1 < run.length; at += 1) words.add(run.slice(at, at + 2));
      for (const [colour] of run.matchAll(colours)) words.add(colour);
    } else if (run.length > 1 && !said.has(run))
      words.add(run.replace(/(?<=\d)[gt]b?$/u, '').replace(/(?<=[a-z]{3})s$/u, ''));
    if (variant.test(run) && /^[a-z][a-z\d]*$/.test(before))
      words.add(`${before.replace(/(?<=[a-z]{3})s$/u, '')} ${run}`);
    before = run;
  }
  return words;
}
