import { type Database } from '@turnfleet/sql';
import type { Selectable } from 'kysely';
import type { CustomerTables } from './tables.ts';

type Customer = Selectable<CustomerTables['customer']>;

export interface CustomerRepository {
  find(id: string, signal: AbortSignal): Promise<Customer | undefined>;
}

export function customerRepository(database: Database<CustomerTables>): CustomerRepository {
  return {
    find: (id, signal) =>
      database.query((db) => db.selectFrom('customer').selectAll().where('id', '=', id).executeTakeFirst(), signal),
  };
}
