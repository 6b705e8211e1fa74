import { describe, expect, it } from '@jest/globals';
import { clockTime, isTimeZone, type Listener, localDay, localTime, shopTimeZone, wallClock } from './local-time.ts';

const now = Date.parse('2026-11-30T22:00:00Z');
const inChinese: Listener = { locale: 'zh-CN', timeZone: shopTimeZone, now };
const inEnglish: Listener = { ...inChinese, locale: 'en-GB' };

describe('an instant, told by a shop', () => {
  it.each([
    ['2026-12-02T01:00:00Z', '12月2日（周三）上午9点', 'Wed, Dec 2, 9 am'],
    ['2026-12-02T16:00:00Z', '12月3日（周四）凌晨0点', 'Thu, Dec 3, 12 am'],
    ['2026-12-02T23:05:00Z', '12月3日（周四）早上7:05', 'Thu, Dec 3, 7:05 am'],
    ['2026-12-02T04:30:00Z', '12月2日（周三）中午12:30', 'Wed, Dec 2, 12:30 pm'],
    ['2026-12-02T10:00:00Z', '12月2日（周三）下午6点', 'Wed, Dec 2, 6 pm'],
    ['2026-12-02T12:00:00Z', '12月2日（周三）晚上8点', 'Wed, Dec 2, 8 pm'],
  ])('%s has the shop’s clock, in the words of its language', (time, zh, en) => {
    expect(localTime(Date.parse(time), inChinese)).toBe(zh);
    expect(localTime(Date.parse(time), inEnglish)).toBe(en);
  });

  it('names the year only if it is another one where the shop is', () => {
    const newYear = Date.parse('2026-12-31T16:00:00Z');
    expect(localTime(newYear, inChinese)).toBe('2027年1月1日（周五）凌晨0点');
    expect(localTime(newYear, inEnglish)).toBe('Fri, Jan 1, 2027, 12 am');
    expect(localTime(newYear, { ...inEnglish, now: newYear })).toBe('Fri, Jan 1, 12 am');
  });

  it('follows the zone it is asked for, daylight saving included', () => {
    expect(localTime(Date.parse('2026-07-01T07:00:00Z'), { ...inEnglish, timeZone: 'Europe/Berlin' })).toBe(
      'Wed, Jul 1, 9 am',
    );
  });
});

describe('days and clocks', () => {
  it('a day is that of the shop', () => {
    const evening = Date.parse('2024-08-31T15:59:59Z');
    expect([localDay(evening, inChinese), localDay(evening, inEnglish)]).toEqual(['2024年8月31日', 'Aug 31, 2024']);
  });

  it('a wall clock shows date, time and day of the week', () => {
    expect(wallClock(now, shopTimeZone)).toBe('2026-12-01 06:00 (Tuesday)');
  });

  it('of today are told without the day, at midnight with it', () => {
    const at = Date.parse('2026-12-01T02:42:00Z');
    const of = (listener: Listener, then: string) => clockTime(at, { ...listener, now: Date.parse(then) });
    expect(of(inChinese, '2026-12-01T15:59:59Z')).toBe('上午10:42');
    expect(of(inEnglish, '2026-12-01T15:59:59Z')).toBe('10:42 am');
    expect(of(inEnglish, '2026-12-01T16:00:00Z')).toBe('Tue, Dec 1, 10:42 am');
  });

  it('knows a time zone from what is none', () => {
    expect([isTimeZone('Europe/Berlin'), isTimeZone('Mars/Olympus')]).toEqual([true, false]);
  });
});
