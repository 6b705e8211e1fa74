import { createHash } from 'node:crypto';
import { TurnfleetError } from '@turnfleet/core';
import { canonicalCode, noSuchProduct, type StockView } from '@turnfleet/shop';
import type { Kysely, Selectable, Transaction } from 'kysely';
import { freeStock } from './free-stock.ts';
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
 * it is a `conflict`. So is asking for more than is free, which leaves no trace of the key. One transaction; those for
 * one product follow one another, so that none counts on pieces another one takes.
 */
export function reserve(
  db: Kysely<InventoryTables>,
  key: string,
  request: ReservationRequest,
  now: number,
): Promise<Reservation> {
  return db.transaction().execute(async (within) => {
    const sku = await lockProduct(within, request.sku);
    await forgetOldKeys(within, sku, now);
    const made = await within
      .selectFrom('reservation')
      .selectAll()
      .where('idempotency_key', '=', key)
      .executeTakeFirst();
    if (made?.request === hashOf(request)) return read(within, made);
    if (made) throw keyOfAnother();
    const view = await freeStock(within, sku, request.city, now);
    const reservation: Reservation = {
      id: idOf(key),
      sku,
      city: view.city,
      warehouses: nearestFirst(view, request.quantity),
      expiresAt: now + reservationMs,
    };
    await insert(within, reservation, { idempotency_key: key, request: hashOf(request), city_id: view.city.id });
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

/** Until the transaction ends nobody else reserves this product. An update, because SQLite knows no `for update`. */
async function lockProduct(within: Transaction<InventoryTables>, sku: string): Promise<string> {
  const code = canonicalCode(sku);
  const { numUpdatedRows } = await within
    .updateTable('item')
    .set((item) => ({ restock_days: item.ref('restock_days') }))
    .where('sku', '=', code)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw noSuchProduct(code);
  return code;
}

async function forgetOldKeys(within: Transaction<InventoryTables>, sku: string, now: number): Promise<void> {
  await within
    .deleteFrom('reservation')
    .where('sku', '=', sku)
    .where('expires_at', '<=', now - keyTtlMs)
    .execute();
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

async function insert(
  within: Transaction<InventoryTables>,
  { id, sku, warehouses, expiresAt }: Reservation,
  made: Pick<InventoryTables['reservation'], 'idempotency_key' | 'request' | 'city_id'>,
): Promise<void> {
  await within
    .insertInto('reservation')
    .values({ id, sku, expires_at: expiresAt, ...made })
    .execute();
  const pieces = warehouses.map(({ warehouseId, quantity }, position) => ({
    reservation_id: id,
    position,
    warehouse_id: warehouseId,
    quantity,
  }));
  await within.insertInto('reserved').values(pieces).execute();
}

async function read(
  within: Transaction<InventoryTables>,
  { id, sku, city_id, expires_at }: Selectable<InventoryTables['reservation']>,
): Promise<Reservation> {
  const city = await within.selectFrom('city').select(['zh', 'en']).where('id', '=', city_id).executeTakeFirstOrThrow();
  const warehouses = await within
    .selectFrom('reserved')
    .select(['warehouse_id as warehouseId', 'quantity'])
    .where('reservation_id', '=', id)
    .orderBy('position')
    .execute();
  return { id, sku, city, warehouses, expiresAt: expires_at };
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
