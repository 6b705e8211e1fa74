import { type App, type ServiceAdapters, startServiceApp } from '@turnfleet/service-kit';
import { openDatabase } from '@turnfleet/sql';
import type { Config } from './config.ts';
import { migrations } from './migrations.ts';
import { productRepository } from './product-repository.ts';
import { productService } from './product-service.ts';
import type { ProductTables } from './tables.ts';

export async function compose(config: Config, adapters: ServiceAdapters): Promise<App> {
  const { clock, logger } = adapters;
  const url = config.DATABASE_URL;
  const database = await openDatabase<ProductTables>({ url, schema: 'product', migrations, clock, logger });
  const services = [productService(productRepository(database))];
  return startServiceApp({ name: 'product', config, port: config.PRODUCT_PORT, adapters, services, database });
}
