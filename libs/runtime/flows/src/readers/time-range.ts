import { calendarOf, inChinese, numberOf, unit, weekdayOf } from '@turnfleet/reading';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** "At three" is said of anything from half an hour before to half an hour after. */
const roundingMs = hourMs / 2;

const days: Readonly<Record<string, number>> = {
  ...{
    今天: 0,
    今日: 0,
    今早: 0,
    今晚: 0,
    刚才: 0,
    刚刚: 0,
    昨天: -1,
    昨日: -1,
    昨晚: -1,
    昨儿: -1,
    昨夜: -1,
    今儿: 0,
    前儿: -2,
    前晚: -2,
    前天: -2,
    大前天: -3,
  },
  ...{ today: 0, 'this morning': 0, 'this afternoon': 0, tonight: 0, 'just now': 0 },
  ...{ yesterday: -1, yesturday: -1, 'last night': -1, 'the day before yesterday': -2 },
};
const dayWord = new RegExp(
  Object.keys(days)
    .toSorted((a, b) => b.length - a.length)
    .join('|'),
  'iu',
);
const weekdays = '日一二三四五六';
const chineseWeekday = /(上上?|这|本)?个?(?:周|星期|礼拜)([一二三四五六日天])/u;
const englishWeekday = /\b(last |on |this )?(sun|mon|tues|wednes|thurs|fri|satur)day\b/iu;
const weeks = /(上上?|这|本)个?(?:周|星期|礼拜)(?![一二三四五六日天])|\b(last|this) week\b/iu;
const ago = new RegExp(
  `(\\d+|${inChinese}|\\ba|\\btwo|\\bthree|\\bfour|\\bfive|\\bsix)\\s?(?:个)?(天|日|周|星期|days?|weeks?)(?:之?前|以前| ago)`,
  'iu',
);
const parts: readonly (readonly [RegExp, number, number])[] = [
  [/凌晨/u, 0, 6],
  [/早上|今早|清晨|上午|\bmorning\b/iu, 5, 12],
  [/中午|\bnoon\b/iu, 11, 14],
  [/下午|\bafternoon\b/iu, 12, 19],
  [/晚上|傍晚|今晚|昨晚|夜里|\bevening\b|\bnight\b|\btonight\b/iu, 17, 24],
];
const clock = new RegExp(
  `(?:(\\d{1,2})[:：](\\d{2})|(\\d{1,2}|${inChinese})\\s?点(?!前|之前)(?:钟|整)?(半|一刻)?|\\bat (\\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?: o'?clock)?\\b|\\b(\\d{1,2})\\s?([ap])\\.?m\\b)`,
  'iu',
);

const anyTime = [dayWord, chineseWeekday, englishWeekday, weeks, ago].map(({ source }) => source).join('|');
/** When something came, is to come, or was thought of: none of that is when it was ordered. */
const ofOther = new RegExp(
  [
    `(?:应该|本该|说好|预计|承诺)[是在]?(?:${anyTime})`,
    `(?:${anyTime})[^,，。.!！?？买拍下单订购]{0,6}(?:到的|到货|到手|收到|签收|送到的|送来|拿到|就?该|本来|想|打算)(?!了?[吗没么])`,
    `\\b(?:arrived?|got(?: it| them)?|received|came|delivered|due|supposed to(?: \\w+){1,3}|should(?: \\w+){1,3}|be here|get here) (?:here )?(?:on |in |by )?(?:${anyTime})`,
    `\\b(?:${anyTime}),? (?:i|we) (?:got|received)\\b`,
  ].join('|'),
  'giu',
);

interface Stretch {
  /** Unix milliseconds; `to` is just behind it. */
  readonly from: number;
  readonly to: number;
}

/** When something was done – not when it came –, as a shopper says it at `now`, by clock and calendar of `timeZone`. Null if they do not say. */
export function timeRangeIn(text: string, now: number, timeZone: string): Stretch | null {
  const today = calendarOf(timeZone)(now);
  const midnight = now - today.minute * 60_000 - (now % 60_000);
  const own = text.replaceAll(ofOther, '|');
  const day = dayIn(own, midnight, today.day);
  if (!day) return null;
  const hours = hoursIn(aboutDay(own));
  if (!hours || day.to - day.from > dayMs) return day;
  const [first, last] = hours;
  return { from: day.from + first * hourMs, to: day.from + last * hourMs };
}

const anyDay = new RegExp(dayWord.source, 'giu');

/** The text up to where it speaks of another day: "昨天买的，他今天早上说" was not bought in the morning. */
function aboutDay(text: string): string {
  const [first, ...others] = [...text.matchAll(anyDay)];
  const next = others.find(({ 0: word }) => days[word.toLowerCase()] !== days[first?.[0].toLowerCase() ?? '']);
  return next ? text.slice(0, next.index) : text;
}

function dayIn(text: string, midnight: number, today: number): Stretch | null {
  const of = (offset: number, length = 1): Stretch => ({
    from: midnight + offset * dayMs,
    to: midnight + (offset + length) * dayMs,
  });
  const word = dayWord.exec(text)?.[0].toLowerCase();
  if (word !== undefined) return of(days[word] ?? 0);
  const mondayBased = (weekdayOf(today) + 6) % 7;
  const [, agoCount, agoUnit] = ago.exec(text) ?? [];
  if (agoCount !== undefined && agoUnit !== undefined) {
    const count = agoCount.trim().toLowerCase() === 'a' ? 1 : Number(numberOf(agoCount) ?? 0n) / Number(unit);
    return /天|日|day/iu.test(agoUnit) ? of(-count) : of(-7 * count - 3, 7);
  }
  const [, which, name] = chineseWeekday.exec(text) ?? [];
  if (name !== undefined)
    return of(
      pastWeekday(
        weekdays.indexOf(name === '天' ? '日' : name),
        mondayBased,
        which?.startsWith('上') ? which.length : which ? 0 : null,
      ),
    );
  const [, lead, english] = englishWeekday.exec(text) ?? [];
  if (english !== undefined) {
    const index = ['sun', 'mon', 'tues', 'wednes', 'thurs', 'fri', 'satur'].indexOf(english.toLowerCase());
    return of(pastWeekday(index, mondayBased, lead?.trim().toLowerCase() === 'this' ? 0 : null));
  }
  const [, zh, en] = weeks.exec(text) ?? [];
  if (zh === undefined && en === undefined) return null;
  const back = zh?.startsWith('上') ? zh.length : en?.toLowerCase() === 'last' ? 1 : 0;
  return of(-mondayBased - 7 * back, 7);
}

/** Days from today back to a weekday (0 is Sunday): in the week so many back, or the latest. */
function pastWeekday(weekday: number, todayFromMonday: number, weeksBack: number | null): number {
  const fromMonday = (weekday + 6) % 7;
  if (weeksBack !== null) return fromMonday - todayFromMonday - 7 * weeksBack;
  return fromMonday <= todayFromMonday ? fromMonday - todayFromMonday : fromMonday - todayFromMonday - 7;
}

/** First and last hour of the day, fractions included. */
function hoursIn(text: string): readonly [number, number] | null {
  const part = parts.find(([pattern]) => pattern.test(text));
  const match = clock.exec(text);
  if (!match) return part ? [part[1], part[2]] : null;
  const [, digits, minutes, spoken, quarter, at, twelve, ap] = match;
  const hour = numeral(digits ?? spoken ?? at ?? twelve ?? '0');
  const minute = minutes === undefined ? (quarter === '半' ? 30 : quarter === '一刻' ? 15 : 0) : Number(minutes);
  const rounding = roundingMs / hourMs;
  const around = (one: number): readonly [number, number] => [
    one + minute / 60 - rounding,
    one + minute / 60 + rounding,
  ];
  if (hour > 12 || hour === 0) return around(hour);
  if (ap !== undefined) return around((hour % 12) + (ap.toLowerCase() === 'p' ? 12 : 0));
  if (part) return around(part[1] >= 11 && hour < 12 && !(part[1] === 11 && hour >= 10) ? hour + 12 : hour);
  // Nobody said which half of the day: shops are asked about the waking one.
  return around(hour < 8 ? hour + 12 : hour);
}

const words = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');
const numeral = (written: string): number => {
  const word = words.indexOf(written.toLowerCase());
  return word >= 0 ? word : Number(numberOf(written) ?? 0n) / Number(unit);
};
