import { type Kysely, sql } from 'kysely';
import type { Text } from './shipment.ts';
import type { LogisticsTables } from './tables.ts';

type Named<T, Key extends string> = Omit<T, `${Key}_zh` | `${Key}_en`> & Record<Key, string>;

/** When carriers and cities were one text in both languages: `长风物流 Changfeng Logistics`. */
export interface TablesBefore extends Omit<LogisticsTables, 'shipment' | 'shipment_event'> {
  shipment: Named<Omit<LogisticsTables['shipment'], 'tenant' | 'user_id'>, 'carrier'>;
  shipment_event: Named<LogisticsTables['shipment_event'], 'city'>;
}

/** Parts the names of carriers and cities, so that a shopper is told the one in their language. */
export async function namesByLanguage(db: Kysely<TablesBefore & LogisticsTables>): Promise<void> {
  for (const { table, name } of [
    { table: 'shipment', name: 'carrier' },
    { table: 'shipment_event', name: 'city' },
  ] as const) {
    const column = sql.ref<string>(name);
    const rows = await db.selectFrom(table).select(sql<string>`${column}`.as('both')).distinct().execute();
    for (const language of ['zh', 'en'] as const) {
      await db.schema
        .alterTable(table)
        .addColumn(`${name}_${language}`, 'text', (added) => added.notNull().defaultTo(''))
        .execute();
    }
    for (const { both } of rows) {
      const { zh, en } = parted(both);
      await db
        .updateTable(table)
        .set({ [`${name}_zh`]: zh, [`${name}_en`]: en })
        .where(column, '=', both)
        .execute();
    }
    await db.schema.alterTable(table).dropColumn(name).execute();
  }
}

/** What holds no Chinese, or nothing else, is the name in both languages. */
export function parted(both: string): Text {
  const [, zh = both, en = both] = /^(\S*\p{Script=Han}\S*) ([^\p{Script=Han}]+)$/u.exec(both) ?? [];
  return { zh, en };
}
