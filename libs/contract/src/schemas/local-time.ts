import { type ShopLocale, shopLocale } from './text.ts';

/** China has one time zone, without daylight saving. */
export const shopTimeZone = 'Asia/Shanghai';

/** Who is told, and when: what an instant has to be put into words for. */
export interface Listener {
  readonly locale: string;
  /** IANA name of a time zone, e.g. `Asia/Shanghai`. */
  readonly timeZone: string;
  /** Unix milliseconds. */
  readonly now: number;
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false; // which is all there is to know about it
  }
}

/** An instant (Unix milliseconds) as a shop tells it: `12月2日（周三）上午9点`, `Wed, Dec 2, 9 am`; with its year if that is another one. */
export function localTime(at: number, { locale, timeZone, now }: Listener): string {
  const time = wallTime(at, timeZone);
  const sameYear = time.year === wallTime(now, timeZone).year;
  if (shopLocale(locale) === 'en') {
    const day = `${days.en[time.weekday]}, ${months[time.month - 1]} ${time.day}${sameYear ? '' : `, ${time.year}`}`;
    return `${day}, ${hourOf(time, 'en')}`;
  }
  const day = `${sameYear ? '' : `${time.year}年`}${time.month}月${time.day}日（周${days.zh[time.weekday]}）`;
  return `${day}${hourOf(time, 'zh-CN')}`;
}

/** As `localTime`, of today without the day: `上午10:42`, `10:42 am`. */
export function clockTime(at: number, listener: Listener): string {
  const [time, now] = [wallTime(at, listener.timeZone), wallTime(listener.now, listener.timeZone)];
  const today = time.year === now.year && time.month === now.month && time.day === now.day;
  return today ? hourOf(time, shopLocale(listener.locale)) : localTime(at, listener);
}

function hourOf({ hour, minute }: WallTime, locale: ShopLocale): string {
  if (locale === 'en') return `${hour % 12 || 12}${minute > 0 ? `:${padded(minute)}` : ''} ${hour < 12 ? 'am' : 'pm'}`;
  return `${partOfDay(hour)}${hour > 12 ? hour - 12 : hour}${minute > 0 ? `:${padded(minute)}` : '点'}`;
}

/** A day as a shop tells it: `2024年8月31日`, `Aug 31, 2024`. */
export function localDay(at: number, { locale, timeZone }: Omit<Listener, 'now'>): string {
  const { year, month, day } = wallTime(at, timeZone);
  return shopLocale(locale) === 'en' ? `${months[month - 1]} ${day}, ${year}` : `${year}年${month}月${day}日`;
}

/** What clock and calendar on the wall show: `2026-12-01 06:02 (Tuesday)`. For models and logs, not for shoppers. */
export function wallClock(at: number, timeZone: string): string {
  const { year, month, day, hour, minute } = wallTime(at, timeZone);
  const weekday = formatter(timeZone, 'long').format(at);
  return `${year}-${padded(month)}-${padded(day)} ${padded(hour)}:${padded(minute)} (${weekday})`;
}

const days = { zh: ['日', '一', '二', '三', '四', '五', '六'], en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] };
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function partOfDay(hour: number): string {
  if (hour < 6) return '凌晨';
  if (hour < 8) return '早上';
  if (hour < 12) return '上午';
  if (hour === 12) return '中午';
  return hour < 19 ? '下午' : '晚上';
}

const padded = (value: number): string => String(value).padStart(2, '0');

interface WallTime {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
}

function wallTime(at: number, timeZone: string): WallTime {
  const parts = new Map(
    formatter(timeZone, 'numbers')
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  const [year, month, day] = [of('year'), of('month'), of('day')];
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return { year, month, day, weekday, hour: of('hour'), minute: of('minute') };
}

const formats = {
  numbers: {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  },
  long: { weekday: 'long' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** Making one takes longer than using it a hundred times. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string, format: keyof typeof formats): Intl.DateTimeFormat {
  const key = `${timeZone} ${format}`;
  const known = formatters.get(key) ?? new Intl.DateTimeFormat('en-US', { timeZone, ...formats[format] });
  formatters.set(key, known);
  return known;
}
