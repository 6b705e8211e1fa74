import { inChinese, numberOf } from '@turnfleet/reading';
import type { Stated } from './figure.ts';

const half = 720;
const parts: Readonly<Record<string, readonly [number, number]>> = {
  ...{
    凌晨: [0, 360],
    早上: [300, 600],
    清晨: [240, 540],
    上午: [360, 720],
    中午: [660, 840],
    下午: [720, 1_140],
    傍晚: [1_020, 1_200],
  },
  ...{ 晚上: [1_080, 1_439], 晚间: [1_080, 1_439], 夜里: [1_200, 1_439], 晚: [1_080, 1_439], 早: [300, 660] },
  ...{ morning: [300, 720], noon: [660, 780], afternoon: [720, 1_140], evening: [1_020, 1_439], night: [1_080, 1_439] },
};
const chinesePart = '凌晨|早上|清晨|上午|中午|下午|傍晚|晚上|晚间|夜里';

const whole = (written: string | undefined): number => Number((numberOf(written ?? '') ?? -1_000_000n) / 1_000_000n);

function minutesOf(hour: number, minute: number, part: string | undefined): readonly number[] | null {
  if (!(hour >= 0 && hour <= 24 && minute >= 0 && minute < 60)) return null;
  const said = hour * 60 + minute;
  if (hour > 12 || hour === 0) return [said % (2 * half)];
  if (part === undefined) return hour === 12 ? [half + minute, minute] : [said, said + half];
  const late = /下午|傍晚|晚|夜|中午|p/i.test(part);
  if (hour === 12) return [/凌晨|夜|晚|^a/i.test(part) ? minute : half + minute];
  // 中午11点 is before noon.
  return [late && !(part === '中午' && hour >= 10) ? said + half : said];
}

const minuteIn = (written: string | undefined): number =>
  written === undefined
    ? 0
    : written === '半'
      ? 30
      : written === '一刻'
        ? 15
        : written === '三刻'
          ? 45
          : whole(written);

const time = (minutes: readonly number[] | null): Stated | null =>
  minutes ? { kind: 'time', minutes, day: null } : null;

/** Times of the day, in the order in which they are looked for. */
export const timePatterns: readonly (readonly [RegExp, (match: RegExpExecArray) => Stated | null])[] = [
  [
    new RegExp(
      String.raw`(${chinesePart})?\s?(?<![\d:])([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?(?![\d:])(?:\s?([ap])\.?m\b\.?)?`,
      'gi',
    ),
    ([, part, hour, minute, ap]) =>
      time(minutesOf(Number(hour), Number(minute), part ?? ap ?? (hour?.startsWith('0') ? 'a' : undefined))),
  ],
  [/(?<![\d.,:])(1[0-2]|\d)\s?([ap])\.?m\b\.?/gi, ([, hour, ap]) => time(minutesOf(Number(hour), 0, ap))],
  [
    new RegExp(
      String.raw`(${chinesePart}|[早晚](?=[\d一二三四五六七八九十]))\s?(\d{1,2}|${inChinese})[点时](?!间)(?:(半|一刻|三刻|\d{1,2}|${inChinese})分?)?`,
      'g',
    ),
    ([, part, hour, minute]) => time(minutesOf(whole(hour), minuteIn(minute), part)),
  ],
  [
    new RegExp(
      String.raw`(?<![\d.第])(\d{1,2}|${inChinese})点(?:钟|整)?(?:(半|一刻|三刻)|(\d{1,2}|${inChinese})分|(?=[前后到至]|之前|之后|以前|左右|送|钟|整))`,
      'g',
    ),
    ([, hour, quarter, minute]) => time(minutesOf(whole(hour), minuteIn(quarter ?? minute), undefined)),
  ],
  [/(?<![\d.第])(\d{1,2})点(?![\d%])/g, ([, hour]) => time(minutesOf(Number(hour), 0, undefined))],
  [
    /\b(?:at|by|before|until|from|around)\s(noon|midnight)\b/gi,
    ([, which]) => time([which?.toLowerCase() === 'noon' ? half : 0]),
  ],
];

/** A part of the day behind a day, which was read and blanked before: 明天下午, tomorrow morning, on Wednesday evening. */
export const dayPartPattern =
  /(?<=\u0001[)\s]?的?)(?:凌晨|早上|清晨|上午|中午|下午|傍晚|晚上|晚间|夜里)|(?<=\u0001,?\s(?:in the\s)?)(?:morning|afternoon|evening|night)\b/g;

export function dayPartOf(name: string): Stated | null {
  const [from, to] = parts[name] ?? [];
  return from === undefined || to === undefined ? null : { kind: 'dayPart', from, to, day: null };
}
