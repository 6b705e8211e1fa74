import { type App, type ServiceAdapters, startServiceApp } from '@turnfleet/service-kit';
import { openDatabase } from '@turnfleet/sql';
import type { Config } from './config.ts';
import { migrations } from './migrations.ts';
import { pricingRepository } from './pricing-repository.ts';
import { pricingService } from './pricing-service.ts';
import type { PricingTables } from './tables.ts';

export async function compose(config: Config, adapters: ServiceAdapters): Promise<App> {
  const { clock, logger } = adapters;
  const url = config.DATABASE_URL;
  const database = await openDatabase<PricingTables>({ url, schema: 'pricing', migrations, clock, logger });
  const services = [pricingService(pricingRepository(database), clock)];
  return startServiceApp({ name: 'pricing', config, port: config.PRICING_PORT, adapters, services, database });
}
