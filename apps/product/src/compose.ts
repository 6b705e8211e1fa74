import { type App, startServiceApp } from '@turnfleet/service-kit';
import { type ChangeAdapters, openChanges } from '@turnfleet/shop';
import { openDatabase } from '@turnfleet/sql';
import type { Config } from './config.ts';
import { migrations } from './migrations.ts';
import { productRepository } from './product-repository.ts';
import { productService } from './product-service.ts';
import type { ProductTables } from './tables.ts';

export async function compose(config: Config, adapters: ChangeAdapters): Promise<App> {
  const { clock, logger } = adapters;
  const url = config.DATABASE_URL;
  const database = await openDatabase<ProductTables>({ url, schema: 'product', migrations, clock, logger });
  const changes = openChanges({ service: 'product', config, adapters, database });
  const services = [productService(productRepository(database, changes.note), clock)];
  return startServiceApp({
    name: 'product',
    config,
    port: config.PRODUCT_PORT,
    adapters,
    services,
    database,
    beside: changes,
  });
}
