import type { Random } from '@turnfleet/core';
import { Client } from 'pg';
import type { HistoryWriter } from '../../history/write-history.ts';

/** Something a shopper wants done once: pieces of one product set aside for one city. */
interface Wish {
  readonly text: string;
}

export interface Wishes {
  /** One that nobody had before; undefined when there are no more. */
  next(): Wish | undefined;
  /** Writes down what was set aside, as the inventory's database shows it: no wish is had twice, so its name is product and city. */
  gather(history: HistoryWriter): Promise<void>;
}

const cities = ['上海', '北京', '广州', '深圳', '成都', '武汉'] as const;
/** The names in the schema of the inventory service. */
const products = 'select sku from inventory.item order by sku';
const reservations = 'select idempotency_key, sku, city_id from inventory.reservation order by id';

export async function wishesOf(databaseUrl: string, random: Random): Promise<Wishes> {
  const skus = await query<{ sku: string }>(databaseUrl, products);
  const left = skus.flatMap(({ sku }) => cities.map((city) => ({ text: `帮我预留 1 件 ${sku} 到${city}` })));
  return {
    next: () => left.splice(Math.floor(random() * left.length), 1)[0],
    gather: async (history) => {
      type Row = { readonly idempotency_key: string; readonly sku: string; readonly city_id: string };
      for (const { idempotency_key: key, sku, city_id } of await query<Row>(databaseUrl, reservations))
        await history.write({
          at: Date.now(),
          event: 'effect',
          tool: 'reserve_stock',
          key,
          intent: `${sku} ${city_id}`,
        });
    },
  };
}

async function query<Row extends object>(url: string, text: string): Promise<readonly Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}
