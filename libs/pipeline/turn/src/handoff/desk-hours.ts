import { isTimeZone } from '@turnfleet/contract/schemas';

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const dayMinutes = 24 * 60;
const weekMinutes = 7 * dayMinutes;
const minuteMs = 60_000;

/** From and to, minutes since Sunday 00:00; `to` is not included. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** When agents are there, by the clock on the wall. */
export type DeskHours = readonly Span[];

const part = /^(\w{3})(?:-(\w{3}))? ([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/;

/** `Mon-Fri 09:00-21:00, Sat-Sun 10:00-18:00`; `always` is every hour. The parts that are none of it, if any. */
export function readDeskHours(text: string): { readonly hours: DeskHours } | { readonly wrong: readonly string[] } {
  if (text.trim() === 'always') return { hours: [{ from: 0, to: weekMinutes }] };
  const parts = text.split(',').map((one) => one.trim());
  const read = parts.map(spansOf);
  const wrong = parts.filter((_, i) => read[i]?.length === 0);
  return wrong.length > 0 ? { wrong } : { hours: read.flat() };
}

function spansOf(text: string): Span[] {
  const [, first = '', last = first, ...times] = part.exec(text) ?? [];
  const [from, to] = [days.findIndex((day) => day === first), days.findIndex((day) => day === last)];
  const [hour = 0, minute = 0, endHour = 0, endMinute = 0] = times.map(Number);
  const [begin, end] = [hour * 60 + minute, endHour * 60 + endMinute];
  if (from < 0 || to < 0 || begin >= end || end > dayMinutes) return [];
  const count = ((to - from + 7) % 7) + 1;
  return Array.from({ length: count }, (_, i) => {
    const day = ((from + i) % 7) * dayMinutes;
    return { from: day + begin, to: day + end };
  });
}

/** When somebody is there again, Unix milliseconds; null: now. `timeZone` is an IANA name, `now` Unix milliseconds. */
export function deskOpensAt(hours: DeskHours, now: number, timeZone: string): number | null {
  const wall = minuteOfWeek(now, timeZone);
  if (hours.some(({ from, to }) => from <= wall && wall < to)) return null;
  const ahead = Math.min(...hours.map(({ from }) => (from - wall + weekMinutes) % weekMinutes));
  const whole = now - (now % minuteMs);
  const guess = whole + ahead * minuteMs;
  // A change to or from summer time in between moves the clock on the wall.
  const off = (wall + ahead - minuteOfWeek(guess, timeZone) + weekMinutes) % weekMinutes;
  return guess + (off > weekMinutes / 2 ? off - weekMinutes : off) * minuteMs;
}

function minuteOfWeek(at: number, timeZone: string): number {
  const format = { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const zone = isTimeZone(timeZone) ? timeZone : 'UTC';
  const parts = new Intl.DateTimeFormat('en-US', { ...format, timeZone: zone }).formatToParts(at);
  const of = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  const day = days.findIndex((one) => one === of('weekday'));
  return day * dayMinutes + Number(of('hour')) * 60 + Number(of('minute'));
}
