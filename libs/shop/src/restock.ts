const dayMs = 86_400_000;
const shopOffsetMs = 8 * 3_600_000; // China has one time zone, UTC+8, without daylight saving
const openingMs = 9 * 3_600_000;

/** Midnight of the shop's day that `at` falls on, `days` later. Unix milliseconds. */
export function shopDay(at: number, days = 0): number {
  return Math.floor((at + shopOffsetMs) / dayMs) * dayMs - shopOffsetMs + days * dayMs;
}

/** When goods ordered now have arrived: 09:00 in the shop's time zone, that many days from today. */
export function restockTime(now: number, restockDays: number): number {
  return shopDay(now, restockDays) + openingMs;
}
