import { anyNumber, numberOf, unit } from '@turnfleet/reading';

const measures = '件|个|台|部|双|只|套|盒|瓶|本|条|张|把|副|支|份|箱|包';
const signed = `[-−负]?\\s?(?:${anyNumber})`;
/** Not the figure of a price, a percentage, a stretch of time or a place in a row. */
const noSum =
  '(?!\\d|\\.\\d|\\s?(?:%|％|yuan|rmb|cny|dollars?|days?|hours?|minutes?|元|块|折|天|点|月|号|楼|栋|室|单元))';

/** Ways to say how many, the surest first. */
const patterns: readonly RegExp[] = [
  new RegExp(`(?<![第另那这哪某每上下有\\d.])(${signed})\\s?(?:${measures})(?![月小钟星礼人问电理原选订单])`, 'giu'),
  new RegExp(`[退换]\\s?(${signed})块(?!钱)`, 'gu'),
  new RegExp(`(?:数量|quantity|qty)\\s*(?:是|为|改成|改为|is|of|to|:)?\\s*(${signed})${noSum}`, 'giu'),
  new RegExp(`(?<![\\w.])(${signed}|one|a couple)\\s?(?:of\\b|x\\b|×|pieces?\\b|units?\\b|pcs?\\b|items?\\b)`, 'giu'),
  new RegExp(
    `\\b(?:reserve|hold|set aside|put aside|buy|purchase|take|order|give me|want|need|make (?:it|that)|change (?:it )?to|only)(?: me| another)? (${signed}|one|a couple)(?![\\w-])${noSum}`,
    'giu',
  ),
  new RegExp(`(?:预留|预定|预订|留|买|要|来|拿|改成|改为|换成|变成)\\s?(${signed})${noSum}`, 'gu'),
];
const bare = new RegExp(`(${signed}|\\bone\\b|\\ba couple\\b)(?![下起定直样些点会]|[\\w-])${noSum}`, 'giu');
const codes =
  /\b(?:sku|ord)[-_ :#]{0,2}\d[\w-]*|\border (?:number |no\.? |#)?\d{2,4}\b(?!\s*(?:of|x|×|pieces?|units?|pcs?|items?)\b)|(?<![\d.])0\d{3}\b/giu;

/** 两件，不是三件 is two; a figure behind a "not" is not meant. */
const denied = /(?:不是|不要|别|而不是|\bnot|\binstead of|\brather than)\s?$/iu;

/**
 * How many pieces a text speaks of, as a number that may be a fraction or below nought: what is allowed is for the slot to
 * say. `loose`: how many was asked, so that a bare figure will do. Null if it does not say.
 */
export function quantityIn(text: string, loose: boolean): number | null {
  const plain = text.replaceAll(codes, '|');
  for (const pattern of loose ? [...patterns, bare] : patterns) {
    const meant = [...plain.matchAll(pattern)].filter(({ index }) => !denied.test(plain.slice(0, index)));
    const [, written] = meant.at(-1) ?? [];
    if (written !== undefined) return valueOf(written);
  }
  return null;
}

function valueOf(written: string): number | null {
  const [, sign, digits = ''] = /^([-−负]?)\s?(.*)$/u.exec(written.trim()) ?? [];
  const word = digits.toLowerCase();
  const value = word === 'one' ? unit : word === 'a couple' ? 2n * unit : numberOf(digits);
  if (value === null) return null;
  return (Number(value) / Number(unit)) * (sign ? -1 : 1);
}
