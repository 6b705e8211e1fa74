import { type Day, dayOf, inChinese, numberOf, partsOf } from '@turnfleet/reading';
import type { Stated } from './figure.ts';

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const month = String.raw`(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`;
const nth = String.raw`(\d{1,2})(?:st|nd|rd|th)?`;
const chinese = String.raw`\d{1,2}|${inChinese}`;
const weekdayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const weekday = String.raw`(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?`;
/** Right behind a date: （周三）. */
const behind = String.raw`(?:\s?\(?\s?(?:周|星期|礼拜)([一二三四五六日天])\)?)?`;

type Read = (match: RegExpExecArray, today: Day) => Stated | null;

function dateOf(
  year: string | undefined,
  monthOfYear: number,
  day: number,
  today: Day,
  weekdaySaid: number | null,
): Stated | null {
  const now = partsOf(today);
  const given = year === undefined ? null : Number(year);
  const parts = { year: given ?? nearestYear(monthOfYear, day, today), month: monthOfYear, day };
  if (monthOfYear < 1 || monthOfYear > 12 || day < 1 || day > 31 || Math.abs(parts.year - now.year) > 200) return null;
  return { kind: 'date', day: dayOf(parts), yearSaid: given !== null, weekday: weekdaySaid };
}

/** Without a year, the one that brings the date closest to today. */
function nearestYear(monthOfYear: number, day: number, today: Day): number {
  const { year } = partsOf(today);
  const distance = (one: number): number => Math.abs(dayOf({ year: one, month: monthOfYear, day }) - today);
  return [year, year + 1, year - 1].reduce((best, one) => (distance(one) < distance(best) ? one : best));
}

const value = (written: string | undefined): number => Number((numberOf(written ?? '') ?? -1_000_000n) / 1_000_000n);
const monthIn = (name: string | undefined): number => monthNames.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1;
const chineseWeekday = (name: string | undefined): number | null =>
  name === undefined ? null : name === '天' ? 0 : '日一二三四五六'.indexOf(name);
const englishWeekday = (name: string | undefined): number | null =>
  name === undefined ? null : weekdayNames.indexOf(name.slice(0, 3).toLowerCase());

/** Dates with a month, in the order in which they are looked for. */
export const datePatterns: readonly (readonly [RegExp, Read])[] = [
  [
    /(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/g,
    ([, year, m, d], today) => dateOf(year, Number(m), Number(d), today, null),
  ],
  [
    new RegExp(String.raw`(?:(\d{4})年)?(${chinese})月(${chinese})[日号]${behind}`, 'g'),
    ([, year, m, d, w], today) => dateOf(year, value(m), value(d), today, chineseWeekday(w)),
  ],
  [
    new RegExp(String.raw`(?:\b(${weekday})\.?,?\s+(?:the\s+)?)?\b(${month})\s?${nth}\b(?:,?\s+(\d{4}))?`, 'gi'),
    ([, w, m, d, year], today) => dateOf(year, monthIn(m), Number(d), today, englishWeekday(w)),
  ],
  [
    new RegExp(
      String.raw`(?:\b(${weekday})\.?,?\s+(?:the\s+)?)?\b${nth}\s+(?:of\s+)?(${month})\b(?:,?\s+(\d{4}))?`,
      'gi',
    ),
    ([, w, d, m, year], today) => dateOf(year, monthIn(m), Number(d), today, englishWeekday(w)),
  ],
  [
    /(?<![\d/])(1[0-2]|0?[1-9])\/(3[01]|[12]\d|0?[1-9])(?![\d/])/g,
    ([, m, d], today) => dateOf(undefined, Number(m), Number(d), today, null),
  ],
  [/(?<![\d月])(3[01]|[12]\d|[1-9])号(?![楼店线库])/g, ([, d]) => ({ kind: 'monthDay', value: Number(d) })],
];

const relatives: Readonly<Record<string, number>> = {
  ...{
    今天: 0,
    今日: 0,
    今晚: 0,
    当天: 0,
    当日: 0,
    明天: 1,
    明日: 1,
    明晚: 1,
    次日: 1,
    隔天: 1,
    后天: 2,
    大后天: 3,
    昨天: -1,
    昨日: -1,
    前天: -2,
  },
  ...{
    today: 0,
    tonight: 0,
    tomorrow: 1,
    yesterday: -1,
    'day after tomorrow': 2,
    'same day': 0,
    'same-day': 0,
    'next day': 1,
    'next-day': 1,
    overnight: 1,
  },
};

/** What makes a day a figure: that something happens on it. 明天再试 is advice. */
const happens =
  /[送到达寄派]|发货|补货|签收|出库|截止|过期|失效|有效|保留|上架|\b(?:arriv|deliver|ship|restock|expire|until|kept|reserved|valid|reach|dispatch|land|back in|available|get it|have it|by (?:tomorrow|today|tonight)|get there|be there|with you)/i;

/** Days told from today, in the order in which they are looked for. */
export const relativePatterns: readonly (readonly [RegExp, Read])[] = [
  [
    /大后天|后天|明天|明日|明晚|次日|隔天|昨天|昨日|前天|今天|今日|今晚|当天|当日|\b(?:(?:the )?day after tomorrow|tomorrow|today|tonight|yesterday|same[- ]day|next[- ]day|overnight)\b/gi,
    (match, today) => {
      const days = relatives[match[0].toLowerCase().replace('the ', '')];
      if (days === undefined || !happens.test(match.input)) return null;
      return { kind: 'date', day: today + days, yearSaid: true, weekday: null };
    },
  ],
  [
    /(下下?|这|本)?个?(?:周|星期|礼拜)([一二三四五六日天])/g,
    ([, which, name]) => ({
      kind: 'weekday',
      weekday: chineseWeekday(name) ?? 0,
      week: which === undefined ? null : which.length * (which.startsWith('下') ? 1 : 0),
    }),
  ],
  [
    new RegExp(String.raw`\b(?:(next|this|on)\s+)?(${weekday}|mondays?)\b(?!\s+through)`, 'gi'),
    ([all, which, name]) => {
      // Sun and sat are words too.
      if (
        which === undefined &&
        /^(?:sat|sun|mon|wed|fri)$/i.test(all) &&
        all !== all.charAt(0).toUpperCase() + all.slice(1)
      )
        return null;
      const week = which?.toLowerCase() === 'next' ? 1 : null;
      return { kind: 'weekday', weekday: englishWeekday(name) ?? 0, week };
    },
  ],
];
