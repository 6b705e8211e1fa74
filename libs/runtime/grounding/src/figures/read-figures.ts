import type { Day } from '@turnfleet/reading';
import { amountPatterns } from './amounts.ts';
import { datePatterns, relativePatterns } from './dates.ts';
import type { Figure, Stated } from './figure.ts';
import { statesNothing, statusClaims } from './statuses.ts';
import { dayPartOf, dayPartPattern, timePatterns } from './times.ts';

/** One way to write each character: full-width digits and signs are as the usual ones. */
const normalized = (text: string): string => (/^[\u0020-\u007e]*$/.test(text) ? text : text.normalize('NFKC'));

/** Whether there is anything in a text that the patterns could take for a figure; most sentences have nothing. */
const anything =
  /[\d\uff10-\uff19零一二两三四五六七八九十半百折]|[今明后昨次隔当].|周|星期|礼拜|货|库存|售罄|卖完|签收|妥投|送达|派[送件]|运[输送]|[在路]|发出|揽收|寄出|延[误迟]|退[回款]|取消|预[留订]|下单|免|包邮|送到|mon|day|stock|sold|prepar|sent|tomorrow|tonight|deliver|ship|transit|dispatch|way|reserv|cancel|refund|return|delay|arriv|left|free|half|dozen|hundred|thousand|night|noon|percent|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|teen|ty\b|one|placed|hour|week|month|year|minute/i;

/** Names and references that hold digits and are no figures; of labels of codes the code is one. */
const labelled =
  /(?:运单号?|快递单?号|物流单?号|配送单号|追踪号|预[留约订]号|预[留约]编号|取件码|提货码|验证码|reserved as|tracking(?:\s(?:number|no\.?|id|code))?|waybill(?:\s(?:number|no\.?))?|reservation(?:\s(?:number|no\.?|id|code))?|pick-?up code|confirmation(?:\s(?:number|code)))\s?(?:是|为|is|:|#|：)?\s?(?:#|\*\*|`)?((?=[\w*-]*\d)[A-Za-z0-9*][\w*-]{2,})/gi;
const longCode = /(?<![\w.-])(?=[\w-]{0,24}\d{6})(?!(?:SKU|ORD)\b)[A-Za-z]{0,6}-?\d[\w-]{9,}(?![\w.]*\d)/g;
const phoneNumber = /(?<![\d-])(?:400|800|0\d{2,3})-\d{3,4}-?\d{3,4}(?![\d-])|(?<!\d)1[3-9]\d{9}(?!\d)/g;
const names =
  /https?:\/\/\S+|\bwww\.\S+|\b(?:SKU|ORD|WH)(?:[-_]|\d)[\w-]*|\b[A-Za-z]+[-_]?[\w-]*\d[\w-]*\b(?!\s?元)|(?<![\w.])\d+(?:\.\d+)?[A-Za-z]{1,2}\d[\w-]*|\b[45]G\b|\b24\/7\b|\bNo\.\s?\d+|#\d+|\b(?:step|page|section|option|chapter|version|part|number)\s\d+\b|(?:步骤|选项|方案|版本)\s?\d+|第\s?[\d一二三四五六七八九十]+|^\s*(?:[-*•]\s*)?\d{1,2}[.)、](?=\D)|(?<!(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s)\b(?:\d*1st|\d*2nd|\d*3rd|\d+th)\b(?!\s(?:of\s)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))/gi;

/** Idioms with numerals in them. */
const idioms =
  /一[下些样直般定起切旦位边共致律并种款]|一点(?=[都也不]|[^\d半钟整一二三四五六七八九十前后到之左])|一会儿?|一方面|一月|十分(?!钟)|千万(?=别|不要|记)|万一|百分百|三星(?=[A-Za-z\s]|手机)|双十[一二]|[五十]一(?:假期|活动|促销)|七天无理由|\bone of\b|\bno one\b|\bany ?one\b|\bevery ?one\b|\bwhich one\b|\b(?:this|that) one\b|\bat once\b/gi;

interface Reading {
  text: string;
  readonly figures: Figure[];
  readonly today: Day;
}

type Pattern = readonly [RegExp, (match: RegExpExecArray, today: Day) => Stated | null];

/**
 * The figures that a sentence states, in their order: amounts, discounts, quantities, dates, times, statuses and numbers of
 * parcels and reservations. SKUs, order numbers, names of models and idioms are none. `today` is the shop's.
 */
export function readFigures(sentence: string, today: Day): readonly Figure[] {
  if (!anything.test(sentence)) return [];
  const whole = normalized(sentence);
  const reading: Reading = { text: whole, figures: [], today };
  take(reading, [
    [labelled, ([, code]) => ({ kind: 'code', code: (code ?? '').replace(/\*+$/, '').toUpperCase() })],
    [longCode, ([code]) => ({ kind: 'code', code: code.toUpperCase() })],
    [phoneNumber, ([code]) => ({ kind: 'code', code })],
  ]);
  blank(reading, names);
  take(reading, datePatterns);
  take(reading, timePatterns);
  take(reading, relativePatterns);
  take(reading, [[dayPartPattern, ([name]) => dayPartOf(name)]]);
  blank(reading, idioms);
  take(reading, amountPatterns);
  if (!statesNothing.test(whole)) readStatuses(reading);
  return dated(
    sharingUnits(
      reading.figures.sort((a, b) => a.at - b.at),
      whole,
    ),
  );
}

const blanks = (length: number): string => '\u0001'.repeat(length);

function blank(reading: Reading, pattern: RegExp): void {
  reading.text = reading.text.replace(pattern, (found) => '\u0002'.repeat(found.length));
}

function take(reading: Reading, patterns: readonly Pattern[]): void {
  for (const [pattern, read] of patterns) {
    pattern.lastIndex = 0;
    for (let match = pattern.exec(reading.text); match; match = pattern.exec(reading.text)) {
      const stated = read(match, reading.today);
      if (!stated) continue;
      const [text] = match;
      reading.figures.push({ text: text.trim(), at: match.index, stated });
      const { text: before } = reading;
      reading.text = before.slice(0, match.index) + blanks(text.length) + before.slice(match.index + text.length);
    }
  }
}

function readStatuses(reading: Reading): void {
  for (const [status, pattern] of statusClaims) take(reading, [[pattern, () => ({ kind: 'status', status })]]);
}

const between = /^\s?(?:-|–|—|~|至|到|或|和|,|、|to|or|and)\s?$/i;

/** In a range the unit is said once, at its end: 3到5天, 2–3 days, ¥100-200. */
function sharingUnits(figures: readonly Figure[], whole: string): readonly Figure[] {
  return figures.map((figure, i) => {
    if (figure.stated.kind !== 'number') return figure;
    const [last, next] = [figures[i - 1], figures[i + 1]];
    const shared =
      next && between.test(whole.slice(figure.at + figure.text.length, next.at))
        ? next.stated
        : last && between.test(whole.slice(last.at + last.text.length, figure.at)) && last.stated.kind === 'money'
          ? last.stated
          : null;
    return shared && 'value' in shared && typeof shared.value === 'bigint'
      ? { ...figure, stated: { ...shared, value: figure.stated.value } as Stated }
      : figure;
  });
}

/** A time belongs to the day that was said last before it. */
function dated(figures: readonly Figure[]): readonly Figure[] {
  let day: Day | null = null;
  return figures.map((figure) => {
    const { stated } = figure;
    if (stated.kind === 'date') day = stated.day;
    return stated.kind === 'time' || stated.kind === 'dayPart' ? { ...figure, stated: { ...stated, day } } : figure;
  });
}
