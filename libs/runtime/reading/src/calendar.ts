/** A day of a calendar, as days since 1970-01-01; no time zone is in it. */
export type Day = number;

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** A moment as clock and calendar of the shop show it. */
export interface LocalMoment {
  readonly day: Day;
  /** Of the day, 0 to 1439. */
  readonly minute: number;
  /** Unix milliseconds. */
  readonly at: number;
}

interface DateParts {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
}

export const dayOf = ({ year, month, day }: DateParts): Day => Date.UTC(year, month - 1, day) / dayMs;

export function partsOf(day: Day): DateParts {
  const date = new Date(day * dayMs);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** 0 is Sunday. */
export const weekdayOf = (day: Day): number => (((day + 4) % 7) + 7) % 7;
/** Weeks begin on Monday; counts them. */
export const weekOf = (day: Day): number => Math.floor((day + 3) / 7);

/** Tells moments in a time zone (IANA name). Its offset is asked once an hour of time: that is what a lookup costs. */
export function calendarOf(timeZone: string): (at: number) => LocalMoment {
  const offsets = new Map<number, number>();
  const hourMs = 60 * minuteMs;
  return (at) => {
    const hour = Math.floor(at / hourMs);
    let offset = offsets.get(hour);
    if (offset === undefined) {
      offset = offsetAt(at, timeZone);
      if (offsets.size > 4_096) offsets.clear();
      offsets.set(hour, offset);
    }
    const wall = at + offset;
    const day = Math.floor(wall / dayMs);
    return { day, minute: Math.floor((wall - day * dayMs) / minuteMs), at };
  };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds by which the wall of the zone is ahead of UTC. */
function offsetAt(at: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    const numeric = 'numeric' as const;
    format = new Intl.DateTimeFormat('en', {
      ...{ timeZone, hourCycle: 'h23', year: numeric, month: numeric, day: numeric },
      ...{ hour: numeric, minute: numeric, second: numeric },
    });
    formats.set(timeZone, format);
  }
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const wall = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return wall - Math.floor(at / 1_000) * 1_000;
}
