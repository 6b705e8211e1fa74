import { normalize } from './normalize.ts';

/** Where the shop is in time. */
export interface Calendar {
  /** `2026-12-01` */
  readonly today: string;
  /** IANA name. */
  readonly timeZone: string;
}

export const asksWhen = /什么时候|啥时候|何时|哪天|几号|\bwhen\b/i;

const days = /几天|多少天|多久|多长时间|\bhow (?:many days|long|soon)\b/i;

/** Whether the shopper wants to know in how many days, rather than when. */
export function asksForDays(message: string): boolean {
  return days.test(normalize(message));
}

const dayMs = 86_400_000;

/** How many days from today an instant (RFC 3339) falls, on the shop's calendar; null for what is no instant. */
export function daysUntil(written: unknown, { today, timeZone }: Calendar): number | null {
  const at = typeof written === 'string' ? Date.parse(written) : Number.NaN;
  if (Number.isNaN(at)) return null;
  const date = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at);
  return Math.round((Date.parse(date) - Date.parse(today)) / dayMs);
}
