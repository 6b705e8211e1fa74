/** Up to where something else is named. */
const upTo = String.raw`[^,，。.;；!！]*?(?=[,，。.;；!！]|而是|但是?|要(?!的)|\bbut\b|\bjust\b|$)`;
const acts = '(?:取消|退|换|改|动|撤|留|预留|开)';
const denied = new RegExp(
  `(?:(?:不要|别|不用|不是要?)${acts}|\\b(?:don'?t|do not|not to) (?:cancel|return|exchange|refund|change|touch|hold|reserve)\\b)${upTo}`,
  'giu',
);

const wants = new RegExp(`${acts}|\\b(?:cancel|return|exchange|refund|change|hold|reserve)\\b`, 'iu');

/** A text without what it wants left alone: "don't cancel the X1, cancel the N7". All of it, if nothing else is wanted. */
export function withoutDenied(text: string): string {
  const rest = text.replaceAll(denied, ' ');
  return wants.test(rest) ? rest : text;
}

/** A text without what it wants left alone, whatever is left of it. */
export const notDenied = (text: string): string =>
  text
    .replaceAll(denied, ' ')
    .replace(/^[\p{P}\s啊呀哦吧]+/u, '')
    .trim();
