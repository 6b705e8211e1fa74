const clocks = new Map<string, Intl.DateTimeFormat>();

/** Minutes after midnight that a clock in the time zone (an IANA name) shows at `now`, Unix milliseconds. */
export function minuteOfDay(timeZone: string, now: number): number {
  const clock =
    clocks.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  clocks.set(timeZone, clock);
  const [hours = 0, minutes = 0] = clock.format(now).split(':').map(Number);
  return hours * 60 + minutes;
}
