import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { silentLogger, systemClock } from '@turnfleet/core';
import { demoShoppers } from '@turnfleet/shop';
import { type Database, openDatabase } from '@turnfleet/sql';
import { type CustomerRepository, customerRepository } from './customer-repository.ts';
import { migrations } from './migrations.ts';
import type { CustomerTables } from './tables.ts';

const signal = new AbortController().signal;

/** What holds for customers on every database. */
export function customerRepositorySuite(url: () => string | undefined): void {
  let database: Database<CustomerTables>;
  let customers: CustomerRepository;

  beforeAll(async () => {
    const options = { schema: 'customer', migrations, clock: systemClock, logger: silentLogger };
    database = await openDatabase<CustomerTables>({ url: url(), ...options });
    customers = customerRepository(database);
  });
  afterAll(() => database.stop());

  describe('find', () => {
    it('gives every customer of the demo shop as they are', async () => {
      for (const customer of demoShoppers) expect(await customers.find(customer.id, signal)).toEqual(customer);
    });

    it('gives nobody for another id, however alike', async () => {
      for (const id of ['', 'u123456', 'U123456 ', "U123456' or '1'='1"])
        expect(await customers.find(id, signal)).toBeUndefined();
    });
  });
}
