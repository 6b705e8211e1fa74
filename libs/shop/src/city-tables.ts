import { insertAll } from '@turnfleet/sql';
import type { Kysely } from 'kysely';
import { noSuchCity } from './no-such.ts';
import { type City, cityKey, demoCities } from './places.ts';

/** The cities the shop delivers to, as each service that needs them keeps them in its own database. */
export interface CityTables {
  city: { id: string; zh: string; en: string; zh_key: string; en_key: string; latitude: number; longitude: number };
}

export async function createCityTable<T>({ schema }: Kysely<T>): Promise<void> {
  await schema
    .createTable('city')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('zh', 'text', (column) => column.notNull())
    .addColumn('en', 'text', (column) => column.notNull())
    .addColumn('zh_key', 'text', (column) => column.notNull().unique())
    .addColumn('en_key', 'text', (column) => column.notNull().unique())
    .addColumn('latitude', 'double precision', (column) => column.notNull())
    .addColumn('longitude', 'double precision', (column) => column.notNull())
    .execute();
}

/** Fills it with those of the demo shop. */
export async function insertDemoCities(db: Kysely<CityTables>): Promise<void> {
  await insertAll(
    db,
    'city',
    demoCities.map((city) => ({ ...city, zh_key: cityKey(city.zh), en_key: cityKey(city.en) })),
  );
}

/** A city the shop delivers to, named in Chinese or English, with or without 市; `not_found` for another. */
export async function servedCity(db: Kysely<CityTables>, name: string): Promise<City> {
  const key = cityKey(name);
  const found = await db
    .selectFrom('city')
    .select(['id', 'zh', 'en', 'latitude', 'longitude'])
    .where((where) => where.or([where('zh_key', '=', key), where('en_key', '=', key)]))
    .executeTakeFirst();
  if (found) return found;
  throw noSuchCity(name.trim(), await db.selectFrom('city').select(['zh', 'en']).orderBy('id').execute());
}
