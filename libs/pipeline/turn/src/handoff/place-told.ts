import { clockTime, type Handoff, shopLocale } from '@turnfleet/contract/schemas';
import { handoffText } from '@turnfleet/contract/words';
import { isTurnfleetError } from '@turnfleet/core';
import { type HandoffQueue, queueRank } from '@turnfleet/handoff';
import { type DeskHours, deskOpensAt } from './desk-hours.ts';

interface PlaceDeps {
  readonly queue: Pick<HandoffQueue, 'waiting' | 'placeOf' | 'present'>;
  readonly hours: DeskHours;
  /** Unix milliseconds. */
  readonly now: number;
  readonly timeZone: string;
}

/** Who waits behind so many is told no more exactly. */
const mostCounted = 500;
const minuteMs = 60_000;

/**
 * What a shopper is told of when somebody has time: how many wait before, and how long that takes, or that no agent is there;
 * or when the desk opens.
 */
export async function placeTold(deps: PlaceDeps, conversationId: string, handoff: Handoff): Promise<string> {
  const { queue, hours, now, timeZone } = deps;
  const { locale, tenant } = handoff;
  const opensAt = deskOpensAt(hours, now, timeZone);
  if (opensAt !== null) return handoffText('closed', locale, { time: clockTime(opensAt, { locale, timeZone, now }) });
  const place = await placeAmong(queue, conversationId, handoff);
  const agents = place === '' ? null : await known(() => queue.present(tenant));
  const isNobodyHere = agents?.ok === true && agents.value.length === 0;
  return isNobodyHere ? together(place, handoffText('nobodyHere', locale), locale) : place;
}

async function placeAmong(queue: PlaceDeps['queue'], conversationId: string, handoff: Handoff): Promise<string> {
  const { locale, tenant } = handoff;
  const own = await known(() => queue.placeOf(tenant, conversationId));
  if (own.ok && own.value) return toldOf(own.value.ahead, own.value.estimateMs, locale);
  const waiting = await known(() => queue.waiting(tenant, mostCounted));
  // The queue cannot be read: a shopper is told nothing rather than something wrong.
  if (!waiting.ok) return '';
  const before = waiting.value.filter((entry) => queueRank(entry.handoff) <= queueRank(handoff));
  const last = before.at(-1);
  if (!last) return handoffText('nextInLine', locale);
  const place = await known(() => queue.placeOf(tenant, last.conversationId));
  const behind = place.ok ? place.value : null;
  // One more than the last of those before.
  const estimateMs =
    behind && behind.estimateMs !== null ? (behind.estimateMs * (behind.place + 1)) / behind.place : null;
  return toldOf(before.length, estimateMs, locale);
}

function toldOf(ahead: number, estimateMs: number | null, locale: string): string {
  const place = ahead === 0 ? handoffText('nextInLine', locale) : handoffText('placeInLine', locale, { ahead });
  if (estimateMs === null) return place;
  const minutes = Math.max(1, Math.round(estimateMs / minuteMs));
  return together(place, handoffText('estimate', locale, { minutes }), locale);
}

const together = (first: string, second: string, locale: string): string =>
  `${first}${shopLocale(locale) === 'en' ? ' ' : ''}${second}`;

type Known<T> = { readonly ok: true; readonly value: T } | { readonly ok: false };

async function known<T>(read: () => Promise<T>): Promise<Known<T>> {
  try {
    return { ok: true, value: await read() };
  } catch (error) {
    if (isTurnfleetError(error, 'overloaded')) return { ok: false };
    throw error;
  }
}
