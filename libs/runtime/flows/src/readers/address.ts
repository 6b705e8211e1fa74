import { inEnglish } from '@turnfleet/reading';
import { withoutCity } from './places.ts';

const chinese =
  /[\p{Script=Han}\dA-Za-z]{0,40}?(?:路|街|道|巷|弄|胡同|大厦|小区|花园|村|镇|广场|公寓|园|城|苑)[\p{Script=Han}\dA-Za-z#\-－—、 ]{0,40}?(?:\d+|[一二三四五六七八九十]+)\s?(?:号楼|号院|号|弄|栋|幢|座|楼|层|单元|室|房)(?:[\p{Script=Han}\dA-Za-z#\- ]{0,30})/u;
const english = new RegExp(
  String.raw`\b(?:(?:room|apt|apartment|flat|suite|unit|floor|no)\.?\s?#?\w+,?\s+)?(?:\d+[\w-]*|${inEnglish}),?\s+(?:[A-Z0-9][\w.'-]*\s+){0,4}(?:street|st|road|rd|avenue|ave|lane|ln|boulevard|blvd|drive|dr|way|square|plaza|court|building)\b\.?(?:,?\s+(?:room|apt|apartment|flat|suite|unit|floor|building)\.?\s?#?\w+)*`,
  'iu',
);
/** What comes before an address and is none of it. */
const leading =
  /^.*?(?:地址(?:是|为|改成|改为|改到|换成|:|：)|(?:改|换)(?:成|到|为)|(?:送|寄|发)(?:到|去|往)|新地址|address (?:is|to)|(?:send|ship|deliver) (?:it|them|that|the order) to|it's|it is)\s*[:：,，]?\s*/iu;
const trailing = /(?:谢谢|麻烦了|吧|哈|please|thanks|thank you)?[。.!！,，\s]*$/iu;
const provinceFirst = /^(?:中国)?(?:\p{Script=Han}{2,3}省)?/u;

/**
 * The address below the city that a text gives, without the words around it. `loose`: the address was asked, so that
 * anything of some length counts. Null if it gives none.
 */
export function addressIn(text: string, loose: boolean): string | null {
  const rest = text.replace(leading, '').replace(trailing, '').trim();
  const found = (chinese.exec(rest) ?? english.exec(rest))?.[0].trim();
  const whole = found ?? (loose && rest.length >= shortest && likely.test(rest) ? rest : null);
  return whole && withoutCity(whole.replace(provinceFirst, '')).slice(0, longest);
}

/** A figure, or a word of streets and houses. */
const likely =
  /\d|[路街道巷弄村镇区县楼栋幢座室园苑厦院]|\b(?:street|st|road|rd|avenue|ave|lane|building|room|floor|square|plaza|house|park)\b/iu;

const [shortest, longest] = [4, 200];
