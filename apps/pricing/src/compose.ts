import { type App, startServiceApp } from '@turnfleet/service-kit';
import { type ChangeAdapters, openChanges } from '@turnfleet/shop';
import { openDatabase } from '@turnfleet/sql';
import type { Config } from './config.ts';
import { migrations } from './migrations.ts';
import { pricingRepository } from './pricing-repository.ts';
import { pricingService } from './pricing-service.ts';
import type { PricingTables } from './tables.ts';

export async function compose(config: Config, adapters: ChangeAdapters): Promise<App> {
  const { clock, logger } = adapters;
  const url = config.DATABASE_URL;
  const database = await openDatabase<PricingTables>({ url, schema: 'pricing', migrations, clock, logger });
  const changes = openChanges({ service: 'pricing', config, adapters, database });
  const services = [pricingService(pricingRepository(database, changes.note), clock)];
  return startServiceApp({
    name: 'pricing',
    config,
    port: config.PRICING_PORT,
    adapters,
    services,
    database,
    beside: changes,
  });
}
