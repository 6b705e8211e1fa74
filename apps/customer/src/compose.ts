import { type App, type ServiceAdapters, startServiceApp } from '@turnfleet/service-kit';
import { openDatabase } from '@turnfleet/sql';
import type { Config } from './config.ts';
import { customerRepository } from './customer-repository.ts';
import { customerService } from './customer-service.ts';
import { migrations } from './migrations.ts';
import type { CustomerTables } from './tables.ts';

export async function compose(config: Config, adapters: ServiceAdapters): Promise<App> {
  const { clock, logger } = adapters;
  const url = config.DATABASE_URL;
  const database = await openDatabase<CustomerTables>({ url, schema: 'customer', migrations, clock, logger });
  const services = [customerService(customerRepository(database))];
  return startServiceApp({ name: 'customer', config, port: config.CUSTOMER_PORT, adapters, services, database });
}
