import type { Owner } from '@turnfleet/contract/schemas';
import { canonicalCode, type StockView, stockView } from '@turnfleet/shop';
import { type Database } from '@turnfleet/sql';
import type { Kysely } from 'kysely';
import type { Shipment } from './shipment.ts';
import type { LogisticsTables } from './tables.ts';

export interface LogisticsRepository {
  /** Events oldest first; undefined if there is no such order of the owner. Of nobody in particular: of anybody. */
  shipment(owner: Owner, orderId: string, signal: AbortSignal): Promise<Shipment | undefined>;
  /** Stock of a product as seen from a city; `not_found` if SKU or city is unknown. */
  stockOf(sku: string, city: string, signal: AbortSignal): Promise<StockView>;
}

export function logisticsRepository(database: Database<LogisticsTables>): LogisticsRepository {
  return {
    shipment: (owner, orderId, signal) => database.query((db) => shipmentOf(db, owner, canonicalCode(orderId)), signal),
    stockOf: (sku, city, signal) => database.query((db) => stockView(db, sku, city), signal),
  };
}

async function shipmentOf(
  db: Kysely<LogisticsTables>,
  { tenant, user }: Owner,
  orderId: string,
): Promise<Shipment | undefined> {
  const ofAnybody = db.selectFrom('shipment').selectAll().where('order_id', '=', orderId).where('tenant', '=', tenant);
  const row = await (user === null ? ofAnybody : ofAnybody.where('user_id', '=', user)).executeTakeFirst();
  if (!row) return undefined;
  const events = await db
    .selectFrom('shipment_event')
    .selectAll()
    .where('order_id', '=', orderId)
    .orderBy('position')
    .execute();
  return {
    orderId,
    status: row.status,
    carrier: { zh: row.carrier_zh, en: row.carrier_en },
    trackingNumber: row.tracking_number,
    estimatedAt: row.estimated_at === null ? null : Date.parse(row.estimated_at),
    events: events.map(({ at, city_zh, city_en, description_zh, description_en }) => ({
      at: Date.parse(at),
      city: { zh: city_zh, en: city_en },
      description: { zh: description_zh, en: description_en },
    })),
  };
}
