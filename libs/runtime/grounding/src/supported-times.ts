import { type Day, partsOf, unit, weekdayOf, weekOf } from '@turnfleet/reading';
import { type Ground, isAmong, type Of, statedAs } from './ground.ts';

const minuteMs = 60_000;
const minutesOf = { second: 1 / 60, minute: 1, hour: 60 } as const;

/** As a result says it, or as long as it is from now to a moment in one: days as the calendar counts them. */
export function isDuration(stated: Of<'duration'>, ground: Ground): boolean {
  const { value, unit: of } = stated;
  if (ground.amounts.some((one) => one.value === value && one.unit === of)) return true;
  if (isAmong(stated, ground.figures())) return true;
  if (of === 'business_day' || of === 'month' || of === 'year' || value === 0n) return false;
  const { now, today } = ground.grounds;
  const number = Number(value) / Number(unit);
  if (of === 'day' || of === 'week') {
    const days = number * (of === 'week' ? 7 : 1);
    return ground.moments.some(({ day }) => days === Math.abs(day - today));
  }
  return ground.moments.some(({ at }) => {
    const exact = Math.abs(at - now) / minuteMs / minutesOf[of];
    return number === Math.floor(exact) || number === Math.ceil(exact);
  });
}

export function isDate(stated: Of<'date'>, ground: Ground): boolean {
  const { grounds, sentence } = ground;
  const same = (day: Day): boolean => (stated.yearSaid ? day === stated.day : isSameDate(day, stated.day));
  const known =
    ground.moments.some(({ day }) => same(day)) ||
    statedAs('date', ground.figures()).some(({ day }) => same(day)) ||
    (same(grounds.today) && tellsToday.test(sentence));
  return known && (stated.weekday === null || weekdayOf(stated.day) === stated.weekday);
}

const tellsToday = /今天是|现在是|today is|it is now/i;

export const isMonthDay = ({ value }: Of<'monthDay'>, { moments }: Ground): boolean =>
  moments.some(({ day }) => partsOf(day).day === value);

export function isWeekday(stated: Of<'weekday'>, ground: Ground): boolean {
  const { weekday, week } = stated;
  const thisWeek = weekOf(ground.grounds.today);
  const fits = (day: Day): boolean => weekdayOf(day) === weekday && (week === null || weekOf(day) - thisWeek === week);
  return ground.moments.some(({ day }) => fits(day)) || isAmong(stated, ground.figures());
}

/** Of the day that was said with it, if one was; a time that a text of a result says belongs to every day. */
export function isTime({ minutes, day }: Of<'time'>, ground: Ground): boolean {
  const at = ground.moments.some((one) => minutes.includes(one.minute) && (day === null || isSameDate(one.day, day)));
  return at || statedAs('time', ground.figures()).some((one) => one.minutes.some((minute) => minutes.includes(minute)));
}

export const isDayPart = ({ from, to, day }: Of<'dayPart'>, { moments }: Ground): boolean =>
  moments.some((one) => one.minute >= from && one.minute <= to && (day === null || isSameDate(one.day, day)));

function isSameDate(a: Day, b: Day): boolean {
  if (a === b) return true;
  const [one, other] = [partsOf(a), partsOf(b)];
  return one.month === other.month && one.day === other.day;
}
