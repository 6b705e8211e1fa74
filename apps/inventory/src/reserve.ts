import { createHash } from 'node:crypto';
import type { Owner } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';
import type { NoteChange, StockView } from '@turnfleet/shop';
import type { Kysely, Selectable } from 'kysely';
import { freeStock } from './free-stock.ts';
import { dropOldKeys, insertReservation, lockProduct, readReservation } from './reservation-rows.ts';
import type { InventoryTables } from './tables.ts';

export interface ReservationRequest {
  readonly sku: string;
  /** In Chinese or English. */
  readonly city: string;
  /** At least 1. */
  readonly quantity: number;
}

export interface Reservation {
  readonly id: string;
  readonly sku: string;
  readonly city: { readonly zh: string; readonly en: string };
  /** Nearest to the city first. */
  readonly warehouses: readonly ReservedPieces[];
  /** Unix milliseconds. */
  readonly expiresAt: number;
}

interface ReservedPieces {
  readonly warehouseId: string;
  readonly quantity: number;
}

export const reservationMs = 15 * 60_000;

/** Counted from the expiry: longer than a turn may be worked on again (7 days, `answerableForMs`), so that no intent outlives its key. */
export const keyTtlMs = 8 * 24 * 3_600_000;

/**
 * Sets pieces aside, nearest warehouse first, once per key: the same key again gives what it gave, with another request
 * or for another shopper it is a `conflict`. So is asking for more than is free, which leaves no trace of the key. One transaction; those for
 * one product follow one another, so that none counts on pieces another one takes.
 */
export function reserve(
  db: Kysely<InventoryTables>,
  key: string,
  asker: Owner,
  request: ReservationRequest,
  now: number,
  note: NoteChange,
): Promise<Reservation> {
  return db.transaction().execute(async (within) => {
    const sku = await lockProduct(within, request.sku);
    await dropOldKeys(within, sku, now - keyTtlMs);
    const made = await within
      .selectFrom('reservation')
      .selectAll()
      .where('idempotency_key', '=', key)
      .executeTakeFirst();
    if (made?.request === hashOf(request) && isFor(made, asker)) return readReservation(within, made);
    if (made) throw keyOfAnother();
    const view = await freeStock(within, sku, request.city, now);
    const reservation: Reservation = {
      id: idOf(key),
      sku,
      city: view.city,
      warehouses: nearestFirst(view, request.quantity),
      expiresAt: now + reservationMs,
    };
    await insertReservation(within, reservation, {
      idempotency_key: key,
      request: hashOf(request),
      ...{ city_id: view.city.id, tenant: asker.tenant, user_id: asker.user },
    });
    const change = { kind: 'stock', subject: sku, at: now } as const;
    await note(within, change);
    await note(within, { ...change, dueAt: reservation.expiresAt });
    return reservation;
  });
}

/**
 * What `reserve` would set aside if it came now, or what it would fail with. Takes nothing and locks nothing, so another one
 * may come first.
 */
export async function wouldReserve(
  db: Kysely<InventoryTables>,
  request: ReservationRequest,
  now: number,
): Promise<Pick<Reservation, 'sku' | 'city' | 'warehouses'>> {
  const view = await freeStock(db, request.sku, request.city, now);
  return { sku: view.sku, city: view.city, warehouses: nearestFirst(view, request.quantity) };
}

function nearestFirst({ sku, warehouses }: StockView, wanted: number): ReservedPieces[] {
  let left = wanted;
  const taken = warehouses.map(({ warehouseId, quantity }) => {
    const from = Math.min(left, quantity);
    left -= from;
    return { warehouseId, quantity: from };
  });
  if (left > 0) throw notEnough(sku, wanted, wanted - left);
  return taken.filter(({ quantity }) => quantity > 0);
}

function isFor({ tenant, user_id }: Selectable<InventoryTables['reservation']>, asker: Owner): boolean {
  return tenant === null || (tenant === asker.tenant && user_id === asker.user);
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

const hashOf = ({ sku, city, quantity }: ReservationRequest): string =>
  sha256(JSON.stringify([sku, city, quantity])).toString('base64url');

/** 64 bits in letters and digits; made of the key, so that the key decides everything about its reservation. */
const idOf = (key: string): string => `R-${sha256(key).readBigUInt64BE().toString(36).toUpperCase().padStart(13, '0')}`;

function notEnough(sku: string, wanted: number, free: number): TurnfleetError {
  return new TurnfleetError('conflict', `${wanted} of ${sku} cannot be reserved: ${free} are free.`, {
    suggestion: 'Reserve fewer, or ask when the product is restocked.',
  });
}

function keyOfAnother(): TurnfleetError {
  return new TurnfleetError('conflict', 'This idempotency key came with another request before.', {
    suggestion: 'Send the request it came with, or use a new key.',
  });
}
