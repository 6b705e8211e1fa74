import { describe, expect, it } from '@jest/globals';
import { deskOpensAt, readDeskHours } from './desk-hours.ts';

const zone = 'Asia/Shanghai';
const at = (text: string): number => Date.parse(text);
const opens = (text: string, now: string, timeZone = zone): string | null => {
  const read = readDeskHours(text);
  if ('wrong' in read) throw new Error(`cannot be read: ${read.wrong.join(', ')}`);
  const found = deskOpensAt(read.hours, at(now), timeZone);
  return found === null ? null : new Date(found).toISOString();
};

const usual = 'Mon-Fri 09:00-21:00, Sat-Sun 10:00-18:00';

describe('the hours of the desk', () => {
  it.each([
    ['on Monday at noon', '2026-12-07T12:00:00+08:00', null],
    ['on Monday as it opens', '2026-12-07T09:00:00+08:00', null],
    ['on Monday before it opens', '2026-12-07T08:59:59+08:00', '2026-12-07T09:00:00+08:00'],
    ['on Friday as it closes', '2026-12-11T21:00:00+08:00', '2026-12-12T10:00:00+08:00'],
    ['on Sunday night', '2026-12-13T23:30:30+08:00', '2026-12-14T09:00:00+08:00'],
  ])('are told %s', (_, now, wanted) => {
    expect(opens(usual, now)).toBe(wanted && new Date(at(wanted)).toISOString());
  });

  it('go round the end of the week', () => {
    expect(opens('Sat-Mon 10:00-12:00', '2026-12-08T08:00:00+08:00')).toBe('2026-12-12T02:00:00.000Z');
  });

  it('are those of the clock on the wall, when that is changed in between', () => {
    // Clocks in London go back at 2 on Sunday, October 25.
    expect(opens('Sun 10:00-12:00', '2026-10-24T20:00:00Z', 'Europe/London')).toBe('2026-10-25T10:00:00.000Z');
  });

  it('are all there are', () => {
    expect(opens('always', '2026-12-13T03:00:00+08:00')).toBeNull();
  });

  it.each(['', 'Mon', 'Monday 09:00-21:00', 'Mon 21:00-09:00', 'Mon 09:00-24:30', 'Mon 9-21', 'Mon-Fri 09:00-21:00,'])(
    'are not "%s"',
    (text) => expect(readDeskHours(text)).toHaveProperty('wrong'),
  );
});
